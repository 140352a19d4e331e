"""What the dashboard asks of the program that serves it, answered from the store and the configuration."""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.errors import UsageError
from core.model import Told
from core.ports import Store
from core.source import Configuration
from notifier.rule_yaml import rule_yaml
from policywatch.cli.rules_shown import Shown, in_words
from policywatch.examination import configured, stored
from policywatch.metrics import exposition, readings
from policywatch.newsstand import Newsstand
from policywatch.press import Press
from policywatch.probing import probed
from policywatch.rulebook import explained, rule_named, tried
from policywatch.silence import weighed
from policywatch.states import states
from web.service import Body, Check, Probed, Published, Service, Silence

MOST_LINES = 500
"""Deliveries of a trial that are named one by one."""


def service_over(
    store: Store,
    configuration: Callable[[], Configuration],
    clock: Callable[[], datetime],
    press: Press | None = None,
    *,
    environ: Mapping[str, str] | None = None,
) -> Service:
    """Every answer that an installation can give.

    Args:
        environ: where the secrets of channels are looked for; None is that of the process.
    """
    around = os.environ if environ is None else environ
    newsstand = Newsstand(store, press or Press(), configuration, clock)
    counter = _Counter(store, configuration, clock, newsstand, around)
    return Service(
        states=counter.states,
        rules=counter.rules,
        explained=counter.explained,
        tried=counter.tried,
        silences=counter.silences,
        feed=counter.feed,
        metrics=counter.metrics,
        checks=counter.checks,
        probed=counter.probed,
        attend=newsstand.attend,
    )


@dataclass(frozen=True, slots=True)
class _Counter:
    store: Store
    configuration: Callable[[], Configuration]
    clock: Callable[[], datetime]
    newsstand: Newsstand
    environ: Mapping[str, str]

    async def states(self) -> Sequence[Body]:
        return [state.as_json() for state in await states(self.store, self.configuration(), self.clock())]

    def rules(self) -> Sequence[Body]:
        config = self.configuration()
        shown, now = Shown(config), self.clock()
        return [{**shown.rule_json(rule, now), "wants": in_words(rule.match)} for rule in config.rules]

    async def explained(self, told: Told) -> Sequence[Body]:
        config = self.configuration()
        try:
            answer = await explained(self.store, config, told.change.id)
        except UsageError:  # its source is not in the file any more
            return []
        shown = Shown(config)
        return [shown.explained_json(answer, one) for one in answer.rules]

    async def tried(self, name: str, days: int) -> Body:
        config = self.configuration()
        trial = await tried(self.store, config, rule_named(config, name), self.clock() - timedelta(days=days))
        *lines, summary = Shown(config).trial_json(trial)
        return {**summary, "told": lines[:MOST_LINES], "omitted": max(0, len(lines) - MOST_LINES)}

    async def silences(self, told: Told, days: int) -> Sequence[Silence]:
        ways = await weighed(self.store, self.configuration(), told, self.clock() - timedelta(days=days))
        return [
            Silence(
                rule=way.silencer.rule.name,
                part=way.silencer.part,
                why=way.silencer.proof.evidence,
                snippet=rule_yaml(way.silencer.silent),
                told=way.told,
                silenced=way.silenced,
                others=way.others,
                still=way.still,
            )
            for way in ways
        ]

    async def feed(self, name: str, style: str, address: str) -> Published | None:
        return await self.newsstand.feed(name, style, address)

    async def metrics(self) -> bytes:
        return exposition(await readings(self.store, self.configuration(), self.clock()))

    async def checks(self) -> Sequence[Check]:
        config, now = self.configuration(), self.clock()
        return [*await stored(self.store, now), *await asyncio.to_thread(configured, config, self.environ, now)]

    async def probed(self, url: str) -> Probed:
        return await probed(url, self.configuration(), self.clock)
