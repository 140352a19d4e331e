"""The channel `apprise`: any of the services that Apprise knows (Slack, Telegram, Bark, WxPusher …), by its address.

Apprise makes its own connections: where they lead to is the operator's word, `allow_private_networks` has no say.
"""

import asyncio
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import TYPE_CHECKING

from core.errors import DeliveryDelayed
from core.model import Dispatch
from notifier.channels.secret import blotted, pieces, secret
from notifier.plain import plain
from notifier.render import PLAIN_STYLE, Style, fitted, render

if TYPE_CHECKING:
    from apprise import NotifyBase

DEADLINE = timedelta(seconds=30)

SHORTEST_SECRET = 4
WHY_LENGTH = 300


class Apprise:
    """Hands messages to the service that an address in the environment names.

    Args:
        url_env: name of the variable that holds the address, `schema://…`.
        environ: read anew for every message.
    """

    def __init__(
        self,
        url_env: str | None,
        environ: Mapping[str, str],
        *,
        style: Style = PLAIN_STYLE,
        deadline: timedelta = DEADLINE,
    ) -> None:
        self._url_env = url_env
        self._environ = environ
        self._style = style
        self._deadline = deadline
        self._under_way: asyncio.Task[None] | None = None

    async def send(self, dispatch: Dispatch) -> None:
        """Hand over one message.

        A thread cannot be stopped: one that is late goes on, and until it ends no other is begun.

        Raises:
            DeliveryDelayed: no such address or service, or it did not take the message; Apprise does not say for ever.
        """
        url = address(self._url_env, self._environ)
        if self._under_way and not self._under_way.done():
            raise DeliveryDelayed("the service still holds up an earlier message")
        self._under_way = asyncio.create_task(asyncio.to_thread(_tell, url, self._url_env or "", dispatch, self._style))
        self._under_way.add_done_callback(_heard)  # of one that is late nobody else asks what became of it
        done, _ = await asyncio.wait([self._under_way], timeout=self._deadline.total_seconds())
        if not done:
            raise DeliveryDelayed(f"the service did not answer in {self._deadline.total_seconds():g} s")
        self._under_way.result()


def _heard(task: asyncio.Task[None]) -> None:
    if not task.cancelled():
        task.exception()


def address(url_env: str | None, environ: Mapping[str, str]) -> str:
    """The address of the service. Raises `DeliveryDelayed` where there is none."""
    if not url_env:
        raise DeliveryDelayed("the channel names no url_env, the variable with the address of the service")
    return secret(environ, url_env)


def require_service(url_env: str | None, environ: Mapping[str, str]) -> None:
    """See whether Apprise knows the service. Raises `DeliveryDelayed`."""
    named_service(address(url_env, environ), url_env or "")


def _tell(url: str, url_env: str, dispatch: Dispatch, style: Style) -> None:
    from apprise import Apprise as Services
    from apprise import NotifyFormat

    service = named_service(url, url_env)
    services = Services(asset=service.asset)
    services.add(service)
    subject = render(dispatch, style).subject
    room = service.body_maxlen - (len(subject.encode()) + 2 if service.title_maxlen <= 0 else 0)
    if shows_markdown(service):
        body, form = fitted(dispatch, style, limit=room), NotifyFormat.MARKDOWN
    else:  # what wants HTML is given text too: Apprise escapes it, and a mail's HTML is more than a chat shows
        body, form = _cut(render(dispatch, style).text, room), NotifyFormat.TEXT
    with _overheard() as said:
        taken = services.notify(title=subject, body=body, body_format=form)
    if not taken:
        raise DeliveryDelayed(_why(said, url))


def named_service(url: str, url_env: str) -> "NotifyBase":
    """The service behind an address; what Apprise has to say of it stays out of the log. Raises `DeliveryDelayed`."""
    from apprise import Apprise as Services
    from apprise import AppriseAsset, NotifyBase

    with _overheard():
        service = Services.instantiate(url, asset=AppriseAsset(app_id="PolicyWatch", async_mode=False))
    if not isinstance(service, NotifyBase):
        raise DeliveryDelayed(
            f"{url_env} cannot be used: Apprise does not know such an address; expected schema://…, "
            "as `apprise --details` lists them"
        )
    return service


def shows_markdown(service: "NotifyBase") -> bool:
    """Whether the service can show Markdown, and its address (`?format=text`) does not ask for something else."""
    from apprise import NotifyFormat

    return service.resolve_format(NotifyFormat.MARKDOWN) == NotifyFormat.MARKDOWN


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """What Apprise warns of meanwhile on our behalf; it goes nowhere else, for it may repeat parts of the address."""
    logger = logging.getLogger("apprise")
    logger.propagate = False
    listener, said = _Listener(logging.WARNING), list[str]()
    logger.addHandler(listener)
    ours = _SAID.set(said)
    try:
        yield said
    finally:
        _SAID.reset(ours)
        logger.removeHandler(listener)


_SAID: ContextVar[list[str] | None] = ContextVar("said", default=None)
"""Apprise may use threads of its own, and hands the context on to them."""


class _Listener(logging.Handler):
    """Keeps what is said on behalf of the context that it is said in, once though other contexts listen as well."""

    def emit(self, record: logging.LogRecord) -> None:
        said = _SAID.get()
        if said is not None and record.getMessage() not in said:
            said.append(record.getMessage())


def _why(said: list[str], url: str) -> str:
    words = blotted("; ".join(map(plain, said)), {url, *pieces(url, shortest=SHORTEST_SECRET)})
    return f"the service did not take it: {words[:WHY_LENGTH] or 'Apprise does not say why'}"


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: max(room - 1, 0)] + "…"
