"""What may be asked, and what may be connected to."""

import socket

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.addresses import refusal
from crawler.fetch.addresses import InvalidAddress, parse, redirected
from crawler.fetch.guard import ForbiddenAddress, open_socket, refusal_of_name


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("HTTP://Example.COM", "http://example.com/"),
        ("http://example.com:80/a#b", "http://example.com/a"),
        ("https://example.com:8443/a?b=c", "https://example.com:8443/a?b=c"),
        ("http://例子.中国/政策?题=一", "http://xn--fsqu00a.xn--fiqs8s/%E6%94%BF%E7%AD%96?%E9%A2%98=%E4%B8%80"),
        ("http://h.cn/a/../%2e%2E/b", "http://h.cn/b"),
        ("http://h.cn//a", "http://h.cn/a"),
        ("  http://h.cn/a\n/b ", "http://h.cn/a/b"),
        ("http://h.cn\\@evil.cn/", "http://h.cn/@evil.cn/"),
        ("http://0177.1/", "http://127.0.0.1/"),
        ("http://[::FFFF:7f00:1]:81/", "http://[::ffff:7f00:1]:81/"),
    ],
)
def test_an_address_has_one_spelling(text: str, url: str) -> None:
    assert parse(text).url == url
    assert parse(url).url == url


def test_a_final_dot_names_the_same_place() -> None:
    assert parse("http://gz.gov.cn./a").place == parse("http://gz.gov.cn/a").place == ("gz.gov.cn", 80)


def test_robots_are_asked_at_the_origin() -> None:
    assert parse("https://h.cn/a/b?c").origin == "https://h.cn:443"
    assert parse("https://h.cn/a/b?c").target == "/a/b?c"


def test_a_location_keeps_the_bytes_it_was_sent_in() -> None:
    base = parse("http://h.cn/a/b")
    assert redirected(base, "政".encode("gbk")).url == "http://h.cn/a/%D5%FE"
    assert redirected(base, b"?q=1").url == "http://h.cn/a/b?q=1"
    assert redirected(base, b"//other.cn/x").url == "http://other.cn/x"


def test_trust_goes_up_to_tls_and_never_down_nor_abroad() -> None:
    plain, safe, other = parse("http://h.cn/"), parse("https://h.cn/"), parse("https://h2.cn/")
    assert plain.trusts(safe)
    assert not safe.trusts(plain)
    assert not safe.trusts(other)


@given(st.text() | st.text().map("http://".__add__) | st.binary().map(lambda raw: "http://" + raw.decode("latin-1")))
@example("http://[")
@example("http://\ud800/")
@example("http://h/\ud800")
def test_any_text_is_an_address_or_is_refused(text: str) -> None:
    try:
        address = parse(text)
    except InvalidAddress:
        return
    assert address.url.isascii()
    assert parse(address.url) == address
    assert str(httpx.URL(address.url)).isascii()


@given(st.binary())
def test_any_location_leads_to_an_address_or_is_refused(location: bytes) -> None:
    try:
        assert redirected(parse("http://h.cn/a"), location).scheme in ("http", "https")
    except InvalidAddress:
        return


@pytest.mark.parametrize(
    "address",
    ["0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.31.255.255", "192.0.0.192", "192.0.2.1",
     "168.63.129.16", "192.88.99.2", "3fff::1", "5f00::1", "100.100.100.200",
     "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
     "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
     "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::", "fc00::1", "fd00:ec2::254",
     "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "no address", ""],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert refusal(address) is not None


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "223.5.5.5", "2400:3200::1", "::ffff:223.5.5.5", "64:ff9b::df05:505", "2002:df05:505::1"]
)
def test_a_public_address_is_allowed(address: str) -> None:
    assert refusal(address) is None


def test_no_socket_is_made_for_a_refused_address() -> None:
    with pytest.raises(ForbiddenAddress):
        open_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 80)))


@pytest.mark.parametrize("name", ["localhost", "a.localhost", "db.internal", "printer.local", "10.0.0.1", "::1"])
def test_a_proxy_is_not_asked_for_names_that_are_never_public(name: str) -> None:
    assert refusal_of_name(name) is not None


@pytest.mark.parametrize("name", ["www.gz.gov.cn", "223.5.5.5", "2400:3200::1", "local.gov.cn"])
def test_a_proxy_is_asked_for_all_other_names(name: str) -> None:
    assert refusal_of_name(name) is None
