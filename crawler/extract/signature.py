"""Who signed a document and when (署名, 成文日期; GB/T 9704-2012 §7.3.5)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.extract.clauses import LONGEST_PROOF, Proof
from crawler.extract.days import DAY, day_of

_ORGAN = (
    "(?:政府|委员会|委員會|办公[室厅]|辦公[室廳]|局|[厅廳]|部|署|院|[会會]|中心|司|处|處|委|办|站|所|大队|支队|银行"
    "|公司|大学|学院|海关)"
)
_ALONE = re.compile(rf"\W*{DAY}\W*")
_SIGNER = re.compile(rf"[^。，,；;:：！？\d《》]{{1,38}}{_ORGAN}(?:[(（]章[)）])?")
_SIGNED = re.compile(rf"(?P<signer>[^。，,；;:：！？\d《》]{{1,38}}{_ORGAN})\s+{DAY}\W*")
_ADOPTED = re.compile(rf"\W*{DAY}[^。\n]{{0,60}}?(?:通过|公布|发布|印发|颁布|批准)")
_LONGEST = 60
_LAST = 6
_FIRST = 4


def is_signer(line: str) -> bool:
    """Whether a line is the name of an agency and no more."""
    return len(line) <= _LONGEST and _SIGNER.fullmatch(line) is not None


@dataclass(frozen=True, slots=True)
class Signature:
    """The day signed, and the agency whose name stands above it."""

    written: Proof
    agency: str | None = None


def signature_of(lines: Sequence[str]) -> Signature | None:
    """The day alone under the name of an agency; else a day alone in the last lines; else that of adoption.

    The first signed day counts: what a notice issues follows its signature, and may bear a day of its own.
    """
    days: list[tuple[int, Proof]] = []
    for index, line in enumerate(lines):
        if len(line) > _LONGEST:
            continue
        if (match := _ALONE.fullmatch(line)) is not None and (proof := _proof(match)) is not None:
            if index and (signer := _SIGNER.fullmatch(lines[index - 1])) is not None:
                return Signature(proof, signer[0].strip())
            days.append((index, proof))
        elif (match := _SIGNED.fullmatch(line)) is not None and (proof := _proof(match)) is not None:
            return Signature(proof, match["signer"].strip())
    last = [proof for index, proof in days if index >= len(lines) - _LAST]
    return Signature(last[-1]) if last else _adopted(lines[:_FIRST])


def _adopted(lines: Sequence[str]) -> Signature | None:
    """Laws say in their head when they were adopted: （2007年6月29日第十届…第二十八次会议通过）."""
    for line in lines:
        match = _ADOPTED.match(line)
        if match is not None and (proof := _proof(match)) is not None:
            return Signature(proof)
    return None


def _proof(match: re.Match[str]) -> Proof | None:
    day = day_of(match)
    return Proof(day, match[0].strip()[:LONGEST_PROOF]) if day else None
