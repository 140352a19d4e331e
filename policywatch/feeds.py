"""publish(watch): the feeds of all rules, written to a folder that a web server hands out."""

import asyncio
import contextlib
import os
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from core.errors import UsageError
from core.model import Cursor, digest_of
from core.ports import Archive, Clippings, Store
from core.source import Configuration, Rule
from notifier.clipper import is_judged
from notifier.feeds import Feed, atom, calendar, json_feed
from policywatch.feed_format import Format
from policywatch.press import Issue, Press
from policywatch.scissors import Scissors
from policywatch.wiring import Watch

LONGEST = 48
_SAFE = re.compile(rf"(?!.*-[0-9a-f]{{12}}\Z)[a-z0-9][a-z0-9_-]{{0,{LONGEST - 1}}}")
_UPDATED = re.compile(rb"<updated>[^<]*</updated>")


async def publish(watch: Watch) -> list[Path]:
    """Write the feeds of every rule, when all changes are judged for it; returns the files that were written.

    A file that says the same stays as it is, so that a web server's ETags do too. Files of rules that are no
    longer in the configuration are left alone. Without a folder in the settings nothing is done.

    Raises:
        UsageError: the folder cannot be written to.
        StoreError: the database failed; what was written is whole.
    """
    store, config, press, now = watch.store, watch.config, watch.press, watch.clock()
    if config.settings.feeds is None:
        return []
    folder, edition = Path(config.settings.feeds), (config, await latest(store))
    if press.edition == edition and await asyncio.to_thread(_all_there, folder, config.rules):
        return []
    await catch_up(press.scissors, store, config, config.rules, now)
    while await press.scissors.back(store, config, config.rules, now):
        pass
    books = await press.scissors.books(store, config, config.rules, now)
    changed = []
    for rule in config.rules:
        async with press.lock:
            issue = await press.issue(store, config, rule, books[rule.name], now)
            if issue != press.written.get(rule.name) or not await asyncio.to_thread(_all_there, folder, [rule]):
                changed += await asyncio.to_thread(_write_all, folder, config, rule, issue, now)
                press.written[rule.name] = issue
    press.written = {rule.name: press.written[rule.name] for rule in config.rules}
    press.edition = edition if all(is_judged(book, now) for book in books.values()) else None
    return changed


async def feed(store: Store, config: Configuration, rule: Rule, style: Format, now: datetime) -> bytes:
    """One feed of one rule, when all changes are judged for it."""
    press = Press()
    await catch_up(press.scissors, store, config, [rule], now)
    while await press.scissors.back(store, config, [rule], now):
        pass
    book = (await press.scissors.books(store, config, [rule], now))[rule.name]
    issue = await press.issue(store, config, rule, book, now)
    return await asyncio.to_thread(written, issue, config, rule, style, now)


async def catch_up(
    scissors: Scissors, store: Clippings, config: Configuration, rules: Sequence[Rule], now: datetime
) -> None:
    """Judge all that came since changes were last judged for the rules."""
    after = await scissors.ahead(store, config, rules, now)
    while after is not None:
        after = await scissors.ahead(store, config, rules, now, after)


async def latest(archive: Archive) -> Cursor | None:
    """Where the newest change stands; None while there is none."""
    found = await archive.changes_page(limit=1)
    return found[0].cursor if found else None


def written(
    issue: Issue, config: Configuration, rule: Rule, style: Format, now: datetime, *, url: str | None = None
) -> bytes:
    """A feed of a rule.

    Args:
        now: when it was last updated, as it says.
        url: where it is served.
    """
    said = Feed(rule=rule.name, updated=now, url=url, dashboard=config.settings.dashboard, language=issue.language)
    match style:
        case Format.ATOM:
            return atom(said, issue.entries)
        case Format.JSON:
            return json_feed(said, issue.entries)
        case Format.ICS:
            return calendar(said, issue.days)


def file_name(rule: Rule, style: Format) -> str:
    """The name of a feed's file, for ever: the rule's own where that is safe, else what of it is, and a digest.

    >>> file_name(Rule(name="cell-therapy", send_to=()), Format.ATOM)
    'cell-therapy.atom'
    >>> file_name(Rule(name="../细胞 Therapy", send_to=()), Format.ICS)
    'therapy-7f3690ab0895.ics'
    """
    if _SAFE.fullmatch(rule.name):
        return f"{rule.name}.{style}"
    safe = re.sub("[^a-z0-9]+", "-", rule.name.lower())[:LONGEST].strip("-") or "rule"
    # A half character, which has no bytes in UTF-8, is as good a name as any.
    name = rule.name.encode("utf-8", "backslashreplace").decode()
    return f"{safe}-{digest_of(name)[:12]}.{style}"


def write(file: Path, content: bytes) -> None:
    """Write a file whole or not at all: who reads it meanwhile has the old one. Raises `OSError`."""
    if file.is_symlink() or (file.exists() and not file.is_file()):
        file.write_bytes(content)  # a link and a device are written through: nobody meant them to be replaced
        return
    part = file.parent / f".{file.name}.{os.getpid()}.part"
    try:
        part.write_bytes(content)
        part.replace(file)
    finally:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()


def _files(folder: Path, rule: Rule) -> dict[Format, Path]:
    return {style: folder / file_name(rule, style) for style in Format}


def _all_there(folder: Path, rules: Iterable[Rule]) -> bool:
    return all(file.is_file() for rule in rules for file in _files(folder, rule).values())


def _write_all(folder: Path, config: Configuration, rule: Rule, issue: Issue, now: datetime) -> list[Path]:
    changed = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for style, file in _files(folder, rule).items():
            content = written(issue, config, rule, style, now)
            if not _says(file, content):
                write(file, content)
                changed.append(file)
    except OSError as fault:
        raise UsageError(
            "settings.feeds", f"{fault.filename} cannot be written: {fault.strerror}", "name another folder"
        ) from fault
    return changed


def _says(file: Path, content: bytes) -> bool:
    """Whether a file says so already, whenever it was written."""
    try:
        known = file.read_bytes()
    except FileNotFoundError:
        return False
    return _UPDATED.sub(b"", known, count=1) == _UPDATED.sub(b"", content, count=1)
