"""`verify`: whether the history is what was written, version by version."""

import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.errors import StoreError
from core.model import Fresh, Text, Validators, Version
from core.source import Recipe
from core.version import chain_digest
from crawler.extract import MOST_TEXT
from crawler.normalise import fold_lines
from crawler.read import read
from storage.records import BEGINNING, KeptVersion, Link, Records

NOTHING = hashlib.sha256(b"").hexdigest()
"""Of no bytes, which `doctor` writes to see whether a place can be written to."""


class Proof(StrEnum):
    """What became of a version's text."""

    PROVED = "proved"
    WRONG = "wrong"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Proved:
    """One version looked at.

    Args:
        wrong: what is wrong with it, a clause each.
        text: `OPEN` where its digest cannot be computed again, for today's program reads otherwise.
    """

    kept: KeptVersion
    wrong: tuple[str, ...]
    text: Proof


async def prove(records: Records, recipes: Mapping[str, Recipe]) -> AsyncIterator[Proved]:
    """Every version against its chain, its text's digest and its bytes; in constant memory.

    Args:
        recipes: by digest, those of today's program and configuration.
    """
    last = BEGINNING
    before: KeptVersion | None = None
    while batch := await records.versions_after(last):
        for kept in batch:
            previous = before if before is not None and before.page_id == kept.page_id else None
            yield await _prove(records, recipes, kept, previous)
            last, before = kept.key, kept


async def orphaned(records: Records) -> AsyncIterator[tuple[str, str]]:
    """Place and digest of bytes that no version names: a crash left them, they do no harm, nobody misses them."""
    named = await records.named_digests() | {NOTHING}
    for name, place in records.places.items():
        async for digest in place.digests():
            if digest not in named:
                yield name, digest


async def _prove(
    records: Records, recipes: Mapping[str, Recipe], kept: KeptVersion, previous: KeptVersion | None
) -> Proved:
    wrong = _of_chain(kept, previous)
    if kept.fault:
        wrong.append(kept.fault)
    if kept.link is None:
        return Proved(kept, tuple(wrong), Proof.OPEN)
    raw, fault = await _bytes(records, kept.link.raw_digest)
    if fault:
        wrong.append(fault)
    if kept.version is None:
        return Proved(kept, tuple(wrong), Proof.OPEN)
    text = text_proof(kept.version, raw, recipes.get(kept.version.fingerprint.recipe))
    if text is Proof.WRONG:
        wrong.append(f"its text is not that of digest {kept.link.exact}")
    return Proved(kept, tuple(wrong), text)


async def _bytes(records: Records, digest: str) -> tuple[bytes | None, str]:
    """The bytes, or what is wrong with them."""
    try:
        raw = await records.raw(digest)
    except StoreError as fault:
        return None, f"its bytes: {fault.context}"
    if hashlib.sha256(raw).hexdigest() != digest:
        return None, f"its bytes are not those of digest {digest}"
    return raw, ""


def _of_chain(kept: KeptVersion, previous: KeptVersion | None) -> list[str]:
    expected = previous.number + 1 if previous is not None else 1
    if kept.number != expected:
        return [f"version {expected} before it is missing"]
    if kept.link is None or (previous is not None and previous.link is None):
        return []
    before = previous.link.chain if previous is not None and previous.link is not None else ""
    return [] if kept.link.chain == _chain(before, kept.link) else ["its chain digest does not follow from the history"]


def _chain(before: str, link: Link) -> str:
    return chain_digest(before, link.exact, link.raw_digest, link.captured_at)


def text_proof(version: Version, raw: bytes | None, recipe: Recipe | None) -> Proof:
    """The digest computed from the stored document; from the bytes, where the document does not hold all of the text.

    It does not for a document longer than any is read, and for one that is all pictures. A text that another version
    of the program read, or other selectors, may not fold to the same again.
    """
    document = version.document
    if _digest(fold_lines([block.text for block in document.blocks])[1]) == version.fingerprint.exact:
        return Proof.PROVED
    if recipe is None:
        return Proof.OPEN
    if document.continuation:  # only the first page's bytes are kept
        is_long = "truncated" in document.flags or len(document.body) > MOST_TEXT
        return Proof.OPEN if is_long else Proof.WRONG
    if raw is None:
        return Proof.OPEN
    again = read(_sight(version, raw), recipe, listed_title=document.title)
    if not isinstance(again, Text) or again.fingerprint.exact != version.fingerprint.exact:
        return Proof.WRONG
    return Proof.PROVED if again.document.blocks == document.blocks else Proof.WRONG


def _digest(folded: str) -> str:
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()


def _sight(version: Version, raw: bytes) -> Fresh:
    return Fresh(
        url=version.evidence.get(":url", ""),
        status=200,
        body=raw,
        headers=tuple(version.evidence.items()),
        validators=Validators(),
    )
