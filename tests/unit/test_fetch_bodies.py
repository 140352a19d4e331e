"""Inflating, reading robots.txt, and naming troubles: the pure parts of the door."""

import gzip
import socket
import ssl
import zlib
from datetime import UTC, datetime

import aiohttp
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import Blocked, Validators
from crawler.fetch.addresses import parse
from crawler.fetch.client import trouble
from crawler.fetch.guard import ForbiddenAddress
from crawler.fetch.inflate import CHUNK, Body, BodyTooLarge, BrokenBody
from crawler.fetch.messages import Answer, Reach, Trouble
from crawler.fetch.robots import LONGEST, Rules, only_for, product, rules_of
from crawler.fetch.sight import questions

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def encoded(content: bytes, coding: str) -> bytes:
    match coding:
        case "gzip":
            return gzip.compress(content)
        case "deflate" | "bare":
            return zlib.compress(content, wbits=15 if coding == "deflate" else -15)
        case _:
            return content


@given(st.binary(max_size=3000), st.integers(1, 700), st.sampled_from(["gzip", "deflate", "bare", ""]))
def test_a_body_is_the_same_however_it_was_cut_into_chunks(content: bytes, size: int, coding: str) -> None:
    raw = encoded(content, coding)
    body = Body("deflate" if coding == "bare" else coding, 3000)
    for start in range(0, len(raw), size):
        body.feed(raw[start : start + size])
    assert body.finish() == content


@given(st.binary(), st.sampled_from(["gzip", "deflate", "", "x"]))
def test_any_bytes_are_a_body_or_are_refused(raw: bytes, coding: str) -> None:
    body = Body(coding, 1000)
    try:
        body.feed(raw)
        assert len(body.finish()) <= 1000
    except (BrokenBody, BodyTooLarge):
        return


def test_a_bomb_never_inflates_to_more_than_one_chunk_beyond_the_limit() -> None:
    body = Body("gzip", 10_000)
    with pytest.raises(BodyTooLarge):
        body.feed(gzip.compress(bytes(50_000_000)))
    assert sum(map(len, body._pieces)) <= 10_000 + CHUNK
    assert len(body.content) == 10_000


def test_an_endless_stream_that_inflates_to_nothing_is_stopped() -> None:
    body = Body("deflate", 1000)
    body.feed(b"\x78\x9c")
    empty_blocks = b"\x00\x00\x00\xff\xff" * 20_000
    with pytest.raises(BodyTooLarge):
        body.feed(empty_blocks)


def test_padding_after_the_last_gzip_member_is_ignored() -> None:
    body = Body("gzip", 1000)
    body.feed(gzip.compress(b"text") + bytes(100))
    assert body.finish() == b"text"


# --- robots.txt ---------------------------------------------------------------------------------


def test_the_product_token_is_what_robots_txt_names() -> None:
    assert product("policywatch/1 (+https://example.org/bot)") == "policywatch"
    assert product("  Policy-Watch 2") == "policy-watch"
    assert product("政策观察/1") == "*"


def test_only_our_group_and_the_group_for_all_are_kept_by_name() -> None:
    text = "User-agent: Googlebot # them\nUSER-AGENT:*\nuser agent: PolicyWatch\nUser-agent\nDisallow: /a\n"
    assert only_for("policywatch", text).splitlines() == [
        "User-agent: =",
        "USER-AGENT:*",
        "user agent: PolicyWatch",
        "User-agent: =",
        "Disallow: /a",
    ]


def robots_txt(page: bytes, status: int = 200) -> Answer:
    return Answer(address=parse("http://h.cn/robots.txt"), status=status, raw_headers=(), body=page)


def test_a_group_for_others_is_not_for_us() -> None:
    rules = rules_of(robots_txt(b"User-agent: bot\nDisallow: /\n\nUser-agent: *\nDisallow: /b\n"), "policywatch", NOW)
    assert isinstance(rules, Rules)
    assert rules.allow(parse("http://h.cn/a"))
    assert not rules.allow(parse("http://h.cn/b"))


def test_what_is_blocked_or_unreached_stays_so() -> None:
    for outcome in (Blocked(by="x"), Trouble(reason="name not resolved", reach=Reach.NOWHERE)):
        assert rules_of(outcome, "policywatch", NOW) == outcome


@given(st.binary())
def test_any_bytes_are_some_rules(page: bytes) -> None:
    rules = rules_of(robots_txt(page), "policywatch", NOW)
    assert isinstance(rules, Rules)
    assert rules.delay.total_seconds() <= 60
    rules.allow(parse("http://h.cn/a?b"))


def test_thousands_of_groups_before_thousands_of_rules_are_no_product() -> None:
    groups = "".join(f"User-agent: a{number}\n" for number in range(15_000))
    rules = "".join(f"Disallow: /{number}\n" for number in range(15_000))
    ruling = rules_of(robots_txt((groups + rules).encode()[:LONGEST]), "policywatch", NOW)
    assert isinstance(ruling, Rules)
    assert ruling.allow(parse("http://h.cn/1"))


# --- troubles -----------------------------------------------------------------------------------


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "reason", "reach"),
    [
        (ForbiddenAddress("10.0.0.1 is not a public address"), "address refused: 10.0.0.1 is not", Reach.NOWHERE),
        (caused(httpx.ConnectError("x"), ConnectionRefusedError(111, "no")), "connection refused", Reach.NOWHERE),
        (caused(httpx.ConnectTimeout("x"), ConnectionResetError(104, "no")), "connection reset", Reach.HOST),
        (caused(httpx.ReadError("x"), aiohttp.ClientPayloadError("x")), "answer broken off", Reach.HOST),
        (aiohttp.ServerDisconnectedError(), "connection closed by the server", Reach.HOST),
        (ssl.SSLError(1, "[SSL] wrong version"), "TLS: ", Reach.NOWHERE),
        (socket.gaierror(-2, "Name or service not known"), "cannot connect: Name or", Reach.NOWHERE),
        (TimeoutError(), "timed out", Reach.HOST),
        (OSError(113, "No route to host"), "cannot connect: No route to host", Reach.NOWHERE),
        (httpx.InvalidURL("x"), "invalid address: x", Reach.NOWHERE),
        (aiohttp.ClientError(), "no usable answer: ClientError", Reach.HOST),
        (httpx.RemoteProtocolError("x"), "no usable answer: RemoteProtocolError", Reach.HOST),
        (ValueError("newline"), "request cannot be sent: newline", Reach.NOWHERE),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_every_foreign_exception_has_plain_words(error: Exception, reason: str, reach: Reach) -> None:
    said = trouble(error)
    assert said.reason.startswith(reason)
    assert said.reach is reach


def test_conditions_are_only_asked_with_what_the_server_gave() -> None:
    assert questions(None) == questions(Validators(raw_digest="0" * 64)) == ()
    assert questions(Validators(etag='"1"')) == (("If-None-Match", '"1"'),)
