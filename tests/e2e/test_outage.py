"""A receiver that is down costs a delay, never an alert."""

import socket
from datetime import timedelta
from pathlib import Path

from aiosmtpd.controller import Controller

from core.model import DeliveryState
from policywatch.demo.receivers import MailServer
from policywatch.round import run_round
from policywatch.wiring import open_watch, read_configuration
from tests.e2e.village import DAY_ONE, village


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def test_a_change_while_the_mail_server_is_down_is_mailed_once_when_it_is_back(tmp_path: Path) -> None:
    port, keeper = free_port(), MailServer()
    async with village(tmp_path) as place:
        environ = {**place.environ, "POLICYWATCH_SMTP_URL": f"smtp://127.0.0.1:{port}?from=watch@example.org"}
        now = [DAY_ONE]
        config = read_configuration(place.config, environ)
        async with open_watch(config, f"sqlite:///{tmp_path}/watch.db", environ, lambda: now[0]) as watch:
            await run_round(watch, list(watch.sources))
            place.publish(3, 2, 1)
            now[0] += timedelta(days=1)
            down = await run_round(watch, list(watch.sources))
            assert (down.sent, down.delayed, down.failed) == (1, 1, 0)  # the webhook is not held up
            owed = await watch.store.deliveries(state=DeliveryState.OWED)
            assert "connect" in str(owed[0].last_error).lower()

            controller = Controller(keeper, hostname="127.0.0.1", port=port)
            controller.start()
            try:
                for _ in range(3):
                    now[0] += timedelta(hours=2)
                    await run_round(watch, list(watch.sources))
            finally:
                controller.stop()
            states = {one.state for one in await watch.store.deliveries()}
    assert len(keeper.mails) == 1
    assert str(keeper.mails[0]["Message-ID"]).startswith(f"<{owed[0].id}@")
    assert states == {DeliveryState.SENT}
