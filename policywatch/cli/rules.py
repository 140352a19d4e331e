"""`rules`, `rules explain` and `rules try`: whom the rules tell of what, why, and what they would have told."""

from collections import Counter
from datetime import timedelta
from typing import Annotated

import typer

from core.source import Configuration, Rule
from policywatch.cli.history import with_store
from policywatch.cli.options import options, show, show_json

app = typer.Typer(help="The rules: whom they tell of what, and why.", invoke_without_command=True)

LONGEST_TRIAL = 3660
"""Days."""


@app.callback()
def rules(
    ctx: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """The rules in the order in which they come: what each wants, when it tells, and whom."""
    if ctx.invoked_subcommand is not None:
        return
    from policywatch.cli.rules_shown import Shown, in_words
    from policywatch.rulebook import unknown_years
    from policywatch.wiring import wall_clock

    config = _configuration(ctx)
    shown, now = Shown(config), wall_clock()
    for rule in config.rules:
        if as_json:
            show_json(shown.rule_json(rule, now))
            continue
        show(f"{rule.name}\n    wants {in_words(rule.match)}\n    {shown.when(rule, now)} → {shown.recipients(rule)}")
    for year in () if as_json else unknown_years(config, now):
        show(f"! the holidays of {year} are not known yet: its working days are taken for Monday to Friday")


@app.command("explain")
def explain(
    ctx: typer.Context,
    change: Annotated[str, typer.Argument(metavar="CHANGE", help="Id of a change (`policywatch changes --json`).")],
    rule: Annotated[str | None, typer.Option(help="Only this rule.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One object a rule and line.")] = False,
) -> None:
    """Why each rule did or did not fire for a change, and whom it would tell when."""
    from policywatch.cli.rules_shown import Shown
    from policywatch.rulebook import explained, rule_named

    config = _configuration(ctx)
    only = rule_named(config, rule).name if rule else None
    answer = with_store(ctx, lambda store: explained(store, config, change))
    chosen = [one for one in answer.rules if only in (None, one.rule.name)]
    shown = Shown(config)
    if as_json:
        for one in chosen:
            show_json(shown.explained_json(answer, one))
        return
    show(shown.change(answer.told))
    if answer.leader:
        show(f"    the same edit as {answer.leader}, which speaks for it: whom that tells is not told again")
    for one in chosen:
        show(shown.explained(one))


@app.command("try")
def try_rules(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Of a rule; all when none is given.")] = None,
    days: Annotated[int, typer.Option(min=1, max=LONGEST_TRIAL, help="So far back.")] = 30,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One object a delivery, then one with the sums.")] = False,
) -> None:
    """What the rules as they stand in the file would have told of the stored changes; nothing is written or sent."""
    from policywatch.cli.rules_shown import Shown
    from policywatch.rulebook import MOST, rule_named, tried
    from policywatch.wiring import wall_clock

    config = _configuration(ctx)
    rule: Rule | None = rule_named(config, name) if name else None
    since = wall_clock() - timedelta(days=days)
    trial = with_store(ctx, lambda store: tried(store, config, rule, since))
    shown = Shown(config)
    if as_json:
        for line in shown.trial_json(trial):
            show_json(line)
        return
    for hit in trial.hits:
        show(shown.hit(hit))
    told = Counter((post.channel, post.recipient) for post in trial.posts)
    for (channel, recipient), messages in sorted(told.items()):
        show(f"{channel} → {recipient}: {messages} {'message' if messages == 1 else 'messages'}")
    show(f"{len(trial.hits)} of {trial.looked} changes of the last {days} days would have been told")
    if trial.cut:
        show(f"! only the newest were looked at of {', '.join(trial.cut)} (at most {MOST} in all); try fewer --days")


def _configuration(ctx: typer.Context) -> Configuration:
    from policywatch.wiring import read_configuration

    chosen = options(ctx)
    return read_configuration(chosen.config, chosen.environ)
