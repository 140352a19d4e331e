"""reason(error) -> why a message did not arrive, as a key of plain words; the error itself is shown beside it."""

import re

_REASONS = (
    ("withdrawn", r"not sent: half of its source changed"),
    ("internal", r"internal error"),
    ("unconfigured", r"no longer configured"),
    ("variable", r"environment variable|_FILE|names no (?:url|secret)_env|holds no signing secret|cannot be used"),
    ("template", r"template"),
    ("login", r"\b535\b|\b534\b|\b530\b|authentication|\b401\b|\b403\b|signature|sign match"),
    ("unknown", r"\b550\b|\b551\b|\b553\b|\b5\.1\.[0-9]+\b|is not an address|no such user|mailbox"),
    ("gone", r"\b410\b|\b404\b|\b308\b|\b301\b"),
    ("large", r"\b413\b|\b552\b|too long|made shorter|too large"),
    ("busy", r"\b429\b|\b450\b|\b451\b|\b452\b|\b421\b|too many|frequency|limit"),
    ("timeout", r"within|did not answer|timed? ?out|no answer"),
    ("refused", r"[Rr]efused:? |connect(?:ion)? refused|Connect call failed|ECONNREFUSED|Errno 111"),
    ("name", r"[Nn]ame or service|getaddrinfo|resolve|nodename|No address"),
    ("tls", r"certificate|TLS|SSL"),
    ("private", r"private|loopback|allow_private_networks"),
    ("disk", r"disk|cannot be written|does not exist|not a regular file|no more"),
    ("server", r"\b5\d\d\b"),
)
_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in _REASONS)


def reason(error: str | None) -> str | None:
    """A key below `reason.`; None where nothing is known or nothing went wrong.

    >>> reason("The receiver will never take the message: 550 5.1.1 no such user")
    'unknown'
    >>> reason("something odd"), reason(None)
    (None, None)
    """
    said = error or ""
    return next((name for name, pattern in _PATTERNS if pattern.search(said)), None)
