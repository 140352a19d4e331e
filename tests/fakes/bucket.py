"""A real S3 endpoint on loopback (moto): one server a process, a bucket of its own for every test."""

import http.client
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

KEY, SECRET = "AKIATESTS", "a-secret-that-is-never-told"
_numbers = count(1)


@contextmanager
def endpoint() -> Iterator[str]:
    """Its address, `http://127.0.0.1:port`; it stops answering when the block ends."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def new_bucket(address: str) -> str:
    """The name of a bucket that was just made."""
    name = f"raw-{next(_numbers)}"
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    connection.request("PUT", f"/{name}")
    assert connection.getresponse().status == 200
    connection.close()
    return name


def environ_of(address: str, bucket: str, prefix: str = "kept/here") -> dict[str, str]:
    """What an operator sets to have bytes kept there."""
    return {
        "POLICYWATCH_BLOBS": f"s3://{bucket}/{prefix}?endpoint={address}&region=us-east-1",
        "POLICYWATCH_BLOBS_ACCESS_KEY_ID": KEY,
        "POLICYWATCH_BLOBS_SECRET_ACCESS_KEY": SECRET,
    }
