"""From a valid file to the nouns of `core.source`: a source's own keys, else the defaults, else the nouns' own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urljoin

from core.source import (
    Configuration,
    Discovery,
    JsonApi,
    LegacyTls,
    Manners,
    Pace,
    Paging,
    Recipe,
    Selectors,
    Settings,
    Source,
    SourceId,
)
from policywatch.config.places import absolute, beside
from policywatch.config.relations import Fold
from policywatch.config.schema import (
    Api,
    File,
    Habits,
    PagingEntry,
    Selection,
    SettingsEntry,
    SourceEntry,
)
from policywatch.config.telling import channel, rule, unique

PACE, MANNERS, DISCOVERY = Pace(), Manners(), Discovery()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a file means depends on where it lies, the environment and the code that reads pages."""

    path: Path
    environ: Mapping[str, str]
    plain: Recipe
    fold: Fold


def configuration(file: File, around: Surroundings) -> Configuration:
    """The nouns that a valid file describes."""
    return Configuration(
        sources=tuple(_source(entry, file, around) for entry in file.sources),
        channels=tuple(channel(name, entry, around.path) for name, entry in file.channels.items()),
        rules=tuple(rule(entry, around.fold) for entry in file.rules),
        settings=_settings(file.settings, around.path),
    )


def _settings(entry: SettingsEntry, path: Path) -> Settings:
    return Settings(
        timezone=entry.timezone,
        user_agent=entry.user_agent,
        hold=entry.hold,
        allow_private_networks=entry.allow_private_networks,
        dashboard=entry.dashboard,
        feeds=absolute(path, entry.feeds) if entry.feeds else None,
        alarm=unique(entry.alarm),
        alarm_after=entry.alarm_after,
    )


def _source(entry: SourceEntry, file: File, around: Surroundings) -> Source:
    return Source(
        id=SourceId(entry.id),
        name=entry.name,
        url=entry.url,
        recipe=replace(around.plain, selectors=_selectors(entry.select), charset=entry.charset),
        kind=entry.kind,
        tier=entry.tier,
        pace=_pace(entry, file),
        manners=_manners(entry, file, around),
        discovery=_discovery(entry, file.defaults),
        baseline=entry.baseline or file.settings.baseline,
        tags=unique(entry.tags),
        name_en=entry.name_en,
        region=entry.region,
        agency=entry.agency,
        disabled=entry.enabled,
    )


def _selectors(select: Selection) -> Selectors:
    return Selectors(title=select.title, body=select.body, date=select.date, remove=tuple(select.remove))


def _pace(entry: SourceEntry, file: File) -> Pace:
    habits = file.defaults
    cron = entry.cron or (None if entry.every else habits.cron)
    return Pace(
        every=entry.every or habits.every or PACE.every,
        recheck=entry.recheck or habits.recheck or PACE.recheck,
        cron=cron,
        timezone=entry.timezone or file.settings.timezone,
    )


def _manners(entry: SourceEntry, file: File, around: Surroundings) -> Manners:
    habits = file.defaults
    delay = habits.delay if entry.delay is None else entry.delay
    cookies = habits.cookies if entry.cookies is None else entry.cookies
    return Manners(
        user_agent=file.settings.user_agent,
        delay=MANNERS.delay if delay is None else delay,
        concurrency=entry.concurrency or habits.concurrency or MANNERS.concurrency,
        timeout=entry.timeout or habits.timeout or MANNERS.timeout,
        max_bytes=entry.max_bytes or habits.max_bytes or MANNERS.max_bytes,
        robots_ignored=entry.robots,
        allow_private_networks=file.settings.allow_private_networks,
        headers=_headers(habits, entry),
        cookies=bool(cookies),
        proxy=around.environ.get(entry.proxy_env or habits.proxy_env or "") or None,
        legacy_tls=_legacy_tls(entry, around.path),
    )


def _headers(*layers: Habits) -> tuple[tuple[str, str], ...]:
    merged: dict[str, tuple[str, str]] = {}
    for layer in layers:
        merged.update((name.lower(), (name, value)) for name, value in (layer.headers or {}).items())
    return tuple(merged.values())


def _legacy_tls(entry: SourceEntry, path: Path) -> LegacyTls | None:
    legacy = entry.legacy_tls
    return LegacyTls(ca=str(beside(str(path), legacy.ca)), why=legacy.why) if legacy else None


def _discovery(entry: SourceEntry, habits: Habits) -> Discovery:
    backfill = habits.backfill if entry.backfill is None else entry.backfill
    return Discovery(
        include=entry.include,
        exclude=entry.exclude,
        rows=entry.select.rows,
        paging=_paging(entry.paging, entry.url),
        backfill=DISCOVERY.backfill if backfill is None else backfill,
        api=_api(entry.api) if entry.api else None,
    )


def _paging(paging: PagingEntry, listing: str) -> Paging:
    return Paging(
        pages=paging.pages,
        next=paging.next,
        url=urljoin(listing, paging.url) if paging.url else None,
        body=paging.body,
        first=paging.first,
    )


def _api(api: Api) -> JsonApi:
    return JsonApi(
        items=api.items or "",
        url=api.url,
        title=api.title,
        date=api.date,
        method=api.method,
        body=api.body,
        content_type=api.content_type,
    )
