"""doubts(told) -> reasons why what a message tells may not be what the agency published."""

from collections.abc import Iterator

from core.model import OF_SOURCES, Told, Version
from core.source import Tier

FLAGS = ("mirror_signals", "spam_injected", "hijacked", "mojibake")
"""Flags of a document that cast doubt on it, worst last."""


def doubts(told: Told) -> tuple[str, ...]:
    """Keys of the phrases that say why, each once; empty where nothing is known against it."""
    return () if told.change.kind in OF_SOURCES else tuple(dict.fromkeys(f"doubt_{why}" for why in _reasons(told)))


def _reasons(told: Told) -> Iterator[str]:
    if told.tier is Tier.MIRROR:
        yield "mirror"
    if document := told.document:
        yield from (flag for flag in FLAGS if flag in document.flags)
    if "figures" in told.change.fields:
        yield "figures"
    if any(_is_outdated(version) for version in (told.before, told.after)):
        yield "tls"


def _is_outdated(version: Version | None) -> bool:
    return version is not None and version.evidence.get(":tls") == "legacy"
