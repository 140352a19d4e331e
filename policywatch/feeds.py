"""publish(watch): the feeds of all rules, written to a folder that a web server hands out."""

import asyncio
import contextlib
import os
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from core.errors import UsageError
from core.model import digest_of
from core.ports import Archive
from core.source import Configuration, Rule
from notifier.feeds import Feed, atom, calendar, json_feed
from policywatch.feed_format import Format
from policywatch.press import Press
from policywatch.wiring import Watch

LONGEST = 48
_SAFE = re.compile(rf"(?!.*-[0-9a-f]{{12}}\Z)[a-z0-9][a-z0-9_-]{{0,{LONGEST - 1}}}")
_UPDATED = re.compile(rb"<updated>[^<]*</updated>")


async def publish(watch: Watch) -> list[Path]:
    """Write the feeds of every rule; returns the files that were written.

    A file that says the same stays as it is, so that a web server's ETags do too. Files of rules that are no
    longer in the configuration are left alone. Without a folder in the settings nothing is done.

    Raises:
        UsageError: the folder cannot be written to.
        StoreError: the database failed; no file was written.
    """
    folder = watch.config.settings.feeds
    if folder is None:
        return []
    async with watch.press.lock:
        now = watch.clock()
        await watch.press.read(watch.store, watch.config, now)
        return await asyncio.to_thread(_write_all, Path(folder), watch.press, watch.config, now)


async def feed(archive: Archive, config: Configuration, rule: Rule, style: Format, now: datetime) -> bytes:
    """One feed of one rule, from the archive."""
    config = replace(config, rules=(rule,))
    press = Press()
    await press.read(archive, config, now)
    return await asyncio.to_thread(written, press, config, rule, style, now)


def written(
    press: Press, config: Configuration, rule: Rule, style: Format, now: datetime, *, url: str | None = None
) -> bytes:
    """A feed of a rule that was read.

    Args:
        now: when it was last updated, as it says.
        url: where it is served.
    """
    shelf = press.shelf(rule)
    said = Feed(rule=rule.name, updated=now, url=url, dashboard=config.settings.dashboard, language=shelf.language)
    match style:
        case Format.ATOM:
            return atom(said, press.entries(rule))
        case Format.JSON:
            return json_feed(said, press.entries(rule))
        case Format.ICS:
            return calendar(said, shelf.days.values())


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


def _write_all(folder: Path, press: Press, config: Configuration, now: datetime) -> list[Path]:
    changed = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for rule in config.rules:
            files = {style: folder / file_name(rule, style) for style in Format}
            shelf = press.shelf(rule)
            if not shelf.moved and all(file.is_file() for file in files.values()):
                continue
            for style, file in files.items():
                content = written(press, config, rule, style, now)
                if not _says(file, content):
                    write(file, content)
                    changed.append(file)
            shelf.moved = False
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
