"""Feed tokens: each opens the feed of one rule, to read, and nothing else."""

import hmac
from collections.abc import Iterable
from functools import lru_cache
from hashlib import pbkdf2_hmac
from typing import Final
from urllib.parse import quote

FEEDS = "/feeds/"

STEPS: Final = 600_000
"""Addresses of feeds lie with readers in other hands: who has one is not to try tokens against it by the billion."""


def feed_token(token: str, rule: str) -> str:
    """What a feed reader sends for the feed of a rule; it ends with the token."""
    return hmac.digest(_key(token), f"feed\x1f{rule}".encode(), "sha256").hex()[:40]


@lru_cache(maxsize=8)
def _key(token: str) -> bytes:
    """A key that takes its time, once (RFC 8018 §5.2)."""
    return pbkdf2_hmac("sha256", token.encode("utf-8", "surrogatepass"), b"policywatch feeds", STEPS)


def opens_feed(path: str, sent: str, token: str, rules: Iterable[str]) -> bool:
    """Whether what was sent is the token of the rule whose feed stands at the path.

    Args:
        path: `/feeds/` and the rule's name with a suffix, decoded.
    """
    name = path.removeprefix(FEEDS).rpartition(".")[0]
    known = path.startswith(FEEDS) and name in set(rules)
    right = hmac.compare_digest(sent.encode("utf-8", "replace"), feed_token(token, name).encode())
    return known and right


def feed_path(rule: str, suffix: str, token: str | None) -> str:
    """Where the feed of a rule stands, with its token if one is needed.

    >>> feed_path("细胞 治疗", "atom", None)
    '/feeds/%E7%BB%86%E8%83%9E%20%E6%B2%BB%E7%96%97.atom'
    """
    query = f"?token={feed_token(token, rule)}" if token else ""
    return f"{FEEDS}{quote(rule, safe='')}.{suffix}{query}"
