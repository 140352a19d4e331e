"""smtp_server(environ) -> Server: what POLICYWATCH_SMTP_URL says."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from core.errors import DeliveryDelayed
from notifier.channels.secret import secret
from notifier.mailbox import address_of
from notifier.plain import plain

VARIABLE = "POLICYWATCH_SMTP_URL"
SHAPE = "smtp://user:pass@host:587?starttls=1&from=a@b, or smtps://…"
PORTS = {"smtps": 465, "smtp": 25}
STARTTLS_PORT = 587


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A mail server to hand messages to.

    Args:
        tls: spoken from the first byte (RFC 8314).
        starttls: True demands it, False forbids it, None takes it where it is offered.
    """

    host: str
    port: int
    tls: bool
    starttls: bool | None
    sender: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)


def smtp_server(environ: Mapping[str, str]) -> Server:
    """The mail server, from the environment.

    A password goes over an unprotected line only if `starttls=0` says so.

    Raises:
        DeliveryDelayed: the variable is missing or wrong; the sentence never repeats its value.
    """
    url, port = _parts(secret(environ, VARIABLE))
    if url.scheme not in PORTS or not url.hostname:
        raise _wrong("it names no server")
    options = dict(parse_qsl(url.query))
    if unknown := sorted(options.keys() - {"starttls", "from"}):
        raise _wrong(f"it has the unknown option {unknown[0]}")
    tls = url.scheme == "smtps"
    username = unquote(url.username) if url.username else None
    starttls = False if tls else _starttls(options.get("starttls"), login=username is not None)
    return Server(
        host=url.hostname,
        port=port or (STARTTLS_PORT if starttls else PORTS[url.scheme]),
        tls=tls,
        starttls=starttls,
        sender=_sender(options.get("from"), username),
        username=username,
        password=_password(url, username),
    )


def _parts(address: str) -> tuple[SplitResult, int | None]:
    with suppress(ValueError):
        url = urlsplit(address)
        return url, url.port
    # No cause is chained: what the parser raised may repeat a part of the password.
    raise _wrong("it is not an address")


def _starttls(option: str | None, *, login: bool) -> bool | None:
    if option is None:
        return True if login else None
    if option not in ("0", "1"):
        raise _wrong("starttls is 0 or 1")
    return option == "1"


def _sender(option: str | None, username: str | None) -> str:
    sender = option or username or ""
    if "@" not in sender:
        raise _wrong("it does not say who the mail is from")
    if address_of(sender) is None:
        raise _wrong(f"the sender {plain(sender)!r} is not an address")
    return sender


def _password(url: SplitResult, username: str | None) -> str | None:
    if username is None:
        return None
    if url.password is None:
        raise _wrong("it has a user but no password")
    return unquote(url.password)


def _wrong(why: str) -> DeliveryDelayed:
    return DeliveryDelayed(f"{VARIABLE} cannot be used: {why}; expected {SHAPE}")
