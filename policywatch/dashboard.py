"""The dashboard of an installation: what it is given, where it listens, and how it stops."""

import asyncio
import contextlib
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from zoneinfo import ZoneInfo

import structlog
import uvicorn

from core.diff import diff
from core.errors import UsageError
from core.model import Told, Version
from core.ports import Store
from core.source import Configuration
from policywatch import redline
from policywatch.callers import Caller
from policywatch.press import Press
from policywatch.service import service_over
from policywatch.wiring import Clock, wall_clock
from web.access.lock import Lock, is_loopback
from web.app import dashboard
from web.desk import Desk

log = structlog.get_logger(__name__)

HOST, PORT = "POLICYWATCH_HOST", "POLICYWATCH_PORT"
TOKEN, SECRET = "POLICYWATCH_TOKEN", "POLICYWATCH_SESSION_SECRET"

USUAL_HOST, USUAL_PORT = "127.0.0.1", 8080
SHORTEST_TOKEN = 12
"""Shorter ones are refused where others than this machine can try them."""

GRACE = 5
"""Seconds that answers under way are given when the server stops."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the dashboard listens; port 0 is any that is free."""

    host: str = USUAL_HOST
    port: int = USUAL_PORT


def place_of(environ: Mapping[str, str]) -> Place:
    """Where the environment says. Raises `UsageError` for a port that is none."""
    said = environ.get(PORT) or str(USUAL_PORT)
    if not (said.isascii() and said.isdecimal() and int(said) < 65_536):
        raise UsageError(PORT, f"{said!r} is no port", "write a number from 1 to 65535, or 0 for any that is free")
    return Place(environ.get(HOST) or USUAL_HOST, int(said))


def lock_of(environ: Mapping[str, str], place: Place, address: str | None) -> Lock:
    """The lock that the environment asks for.

    Raises:
        UsageError: everybody could come in, or could try tokens that are soon guessed.
    """
    token, is_private = environ.get(TOKEN, "").strip() or None, is_loopback(place.host)
    if token is None and not is_private:
        wrong = f"is not set, and others than this machine can reach {place.host}"
        raise UsageError(TOKEN, wrong, f"set it, or {HOST}={USUAL_HOST}, or add --no-dashboard")
    if token is not None and len(token) < SHORTEST_TOKEN and not is_private:
        remedy = "take a long one, as `python -c 'import secrets; print(secrets.token_urlsafe(24))'` makes"
        raise UsageError(TOKEN, f"has fewer than {SHORTEST_TOKEN} characters", remedy)
    said = environ.get(SECRET, "")
    secret = sha256(said.encode()).digest() if said else secrets.token_bytes(32)
    return Lock(secret=secret, token=token, address=address)


def desk_over(
    store: Store,
    configuration: Callable[[], Configuration],
    lock: Lock,
    clock: Clock = wall_clock,
    press: Press | None = None,
    *,
    environ: Mapping[str, str] | None = None,
) -> Desk:
    """Everything the dashboard of an installation works with.

    Args:
        press: of the daemon that serves it.
        environ: where the secrets of channels stand; None is that of the process.
    """
    return Desk(
        store=store,
        configuration=configuration,
        clock=clock,
        lock=lock,
        tables={"docx": _docx, "html": _html},
        service=service_over(store, configuration, clock, press, environ=environ),
    )


@asynccontextmanager
async def served(desk: Desk, place: Place) -> AsyncIterator[str]:
    """Serve the dashboard in this loop while the block runs; its address.

    Signals are left to whoever runs the loop.

    Raises:
        UsageError: nobody can listen there.
    """
    with contextlib.closing(_listening(place)) as listener:
        host, port = listener.getsockname()[:2]
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        server = _Server(_settings(dashboard(desk)))
        serving = asyncio.create_task(server.serve(sockets=[listener]), name="dashboard")
        log.info("dashboard", address=address, open=desk.lock.is_open)
        async with _attended(desk):
            try:
                yield address
            finally:
                server.should_exit = True
                await serving


@asynccontextmanager
async def _attended(desk: Desk) -> AsyncIterator[None]:
    """Let what no reader waits for go on while the block runs."""
    if desk.service is None:
        yield
        return
    attending = asyncio.create_task(desk.service.attend(), name="feeds")
    try:
        yield
    finally:
        attending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await attending


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The daemon stops on signals, and the server with it."""
        yield


def _settings(app: Callable[..., object]) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=Caller,
        log_config=None,
        # Addresses hold feed tokens; what went wrong is logged by the dashboard itself.
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )


def _listening(place: Place) -> socket.socket:
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as fault:
        raise UsageError(HOST, f"{place.host!r} is no address of this machine", f"write {USUAL_HOST}") from fault
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen()
    except OSError as fault:
        listener.close()
        wrong = f"cannot listen on port {place.port} of {place.host}: {fault.strerror}"
        raise UsageError(PORT, wrong, "name a free port, or add --no-dashboard") from fault
    return listener


def free(place: Place) -> Place:
    """The place, or the same host with any free port where somebody else listens at this one."""
    try:
        _listening(place).close()
    except UsageError:
        return Place(place.host, 0)
    return place


def _docx(told: Told, zone: ZoneInfo) -> bytes:
    from policywatch.comparison import as_docx

    return as_docx(compared(told, zone))


def _html(told: Told, zone: ZoneInfo) -> bytes:
    return redline.as_table(compared(told, zone)).encode("utf-8", "replace")


def compared(told: Told, zone: ZoneInfo) -> redline.Comparison:
    """The two versions of a change side by side. Raises `ValueError` for a change without two."""
    if told.before is None or told.after is None:
        raise ValueError(f"{told.change.id} has no two versions")
    url = told.change.url
    return redline.Comparison(
        title=told.after.document.title or url,
        before=_edition(url, told.before, zone),
        after=_edition(url, told.after, zone),
        hunks=diff(told.before.document.blocks, told.after.document.blocks),
    )


def _edition(url: str, version: Version, zone: ZoneInfo) -> redline.Edition:
    return redline.Edition(url, version.number, version.captured_at.astimezone(zone), version.document.dates.published)
