"""reason(error) -> why a message did not arrive, as a key of plain words; the error itself is shown beside it."""

import re

_REASONS = (
    ("withdrawn", r"not sent: half of its source changed"),
    ("internal", r"internal error"),
    ("unconfigured", r"no longer configured"),
    ("variable", r"environment variable|_FILE|names no (?:url|secret)_env|holds no signing secret|cannot be used"),
    ("template", r"template"),
    ("login", r"<53[045]>|authentication|<40[13]>|signature|sign match"),
    ("unknown", r"<55[013]>|\b5\.1\.[0-9]+\b|is not an address|no such user|mailbox"),
    ("unwanted", r"<410>|wants no more"),
    ("gone", r"<404>|<30[18]>"),
    ("large", r"<413>|<552>|too long|made shorter|too large"),
    ("busy", r"<429>|<42[01]>|<45[012]>|too many|frequency|limit"),
    ("timeout", r"did not answer|timed? ?out|no answer|did not end within"),
    ("refused", r"connection refused|connect call failed|errno 111"),
    ("name", r"name or service|getaddrinfo|not resolved|nodename|no address"),
    ("tls", r"certificate|\btls\b|\bssl\b"),
    ("private", r"private|loopback|allow_private_networks"),
    ("disk", r"disk|cannot be written|does not exist|not a regular file|takes no more"),
    ("server", r"<5[0-9][0-9]>"),
)
"""The first that fits counts; `<550>` is a number that stands by itself, and not behind a colon as a port does."""

_PATTERNS = tuple(
    (name, re.compile(re.sub("<(.*?)>", r"(?<![:.\\d])\\b\1\\b", pattern), re.IGNORECASE)) for name, pattern in _REASONS
)


def reason(error: str | None) -> str | None:
    """A key below `reason.`; None where nothing is known or nothing went wrong.

    >>> reason("The receiver will never take the message: 550 5.1.1 no such user")
    'unknown'
    >>> reason("smtp.example.org:587: Connection refused"), reason("something odd"), reason(None)
    ('refused', None, None)
    """
    said = error or ""
    return next((name for name, pattern in _PATTERNS if pattern.search(said)), None)
