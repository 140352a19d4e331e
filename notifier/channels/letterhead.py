"""letterhead(dispatch, domain) -> Letterhead: by what mail programs know a message, sort it and thread it."""

import re
from dataclasses import dataclass

from core.model import Alarm, Dispatch, digest_of
from core.serialise import policy_key

LABEL_LENGTH = 40
"""Of a rule's name in a List-Id; a label of a domain has at most 63 characters (RFC 1035 §2.3.4)."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Headers of a message, the same however often it is sent.

    Args:
        message_id: of the dispatch.
        root: of a message that was never sent, which all messages of one thread answer to.
        list_id: of the installation, and of the rule where one rule asked for it (RFC 2919).
    """

    message_id: str
    root: str
    list_id: str


def letterhead(dispatch: Dispatch, domain: str) -> Letterhead:
    """The headers of a dispatch.

    One change stands in the thread of its policy, a digest in that of its rules, an alarm in that of the late channel.

    Args:
        domain: of the sender, in ASCII.
    """
    return Letterhead(f"<{dispatch.id}@{domain}>", f"<{_thread(dispatch)}@{domain}>", _list_id(dispatch, domain))


def _thread(dispatch: Dispatch) -> str:
    if isinstance(dispatch, Alarm):
        return "late_" + digest_of(dispatch.backlog.channel)
    if len(dispatch.told) == 1:
        return policy_key(dispatch.told[0].change)
    return "rules_" + digest_of(*sorted(dispatch.rules))


def _list_id(dispatch: Dispatch, domain: str) -> str:
    rules = () if isinstance(dispatch, Alarm) else dispatch.rules
    host = ".".join(re.findall(r"[A-Za-z0-9-]+", domain)) or "localhost"  # a literal, [127.0.0.1], is no dot-atom
    if len(rules) != 1:
        return f"PolicyWatch <policywatch.{host}>"
    label = _label(rules[0])
    return f"PolicyWatch {label} <{label}.policywatch.{host}>"


def _label(rule: str) -> str:
    """A rule's name as a label of a domain; names that are none are told apart by a digest.

    >>> _label("cell-therapy")
    'cell-therapy'
    >>> _label("细胞治疗 A")
    'a-9508b182'
    """
    plain = "-".join(re.findall(r"[a-z0-9]+", rule.lower()))[:LABEL_LENGTH].rstrip("-")
    return plain if plain == rule else f"{plain or 'rule'}-{digest_of(rule)[:8]}"
