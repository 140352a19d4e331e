"""The command line: thin commands over the roads. Results go to stdout, logs and faults to stderr."""

import sys

import typer

from core.errors import WatchError
from policywatch.cli import (
    doctor,
    export,
    feeds,
    history,
    keeping,
    machines,
    metrics,
    migrate,
    outbox,
    policy,
    preview,
    probe,
    reread,
    rounds,
    rules,
    search,
    sources,
    specimen,
    web,
)
from policywatch.cli.demo import demo
from policywatch.cli.options import global_options
from policywatch.cli.output import whole_output
from policywatch.terminal import harmless

app = typer.Typer(
    name="policywatch",
    help="Watches Chinese government and news pages and tells what is new or changed. 政策观察",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    callback=global_options,
)

app.command("run")(rounds.run)
app.command("worker")(machines.worker)
app.command("check")(rounds.check)
app.command("web")(web.web)
app.command("extract")(specimen.extract)
app.command("try")(probe.try_address)
app.add_typer(sources.app, name="sources")
app.add_typer(rules.app, name="rules")
app.command("changes")(history.changes)
app.command("history")(history.history)
app.command("diff")(history.diff)
app.command("policy")(policy.policy)
app.command("search")(search.search)
app.command("reread")(reread.reread)
app.add_typer(outbox.app, name="deliveries")
app.command("feed")(feeds.feed)
app.command("metrics")(metrics.metrics)
app.command("notify-test")(outbox.notify_test)
app.command("preview")(preview.preview)
app.command("backup")(keeping.backup)
app.command("restore")(keeping.restore)
app.command("verify")(keeping.verify)
app.command("export")(export.export)
app.command("migrate-to")(migrate.migrate_to)
app.command("doctor")(doctor.doctor)
app.command("demo")(demo)


def main() -> None:
    """Run the command; what a person caused is one sentence on stderr and status 2."""
    try:
        with whole_output():
            app()
    except WatchError as fault:
        sys.stderr.write(f"{harmless(str(fault))}\n")
        raise SystemExit(2) from fault
