"""The specimen world: what it answers, and how its noise behaves."""

import re

import pytest

from seeds import Ask, Expectation, Host, answer, expectations, plan

QUIET = [
    (Host.OFFICIAL, "/gdstc/zwgk/zcwj/202405/t20240520_4430129.html"),
    (Host.MIRROR, "/archive/2024/0521/430129.html"),
]
PAGES = sorted({(item.host, item.path) for item in expectations()})
NOISY = [place for place in PAGES if place not in QUIET and place[1] != plan().changes[0].path]


def asked(place: tuple[Host, str], *, day: int = 1, visit: int = 1, if_none_match: str | None = None) -> Ask:
    host, path = place
    return Ask(host=host, path=path, day=day, visit=visit, if_none_match=if_none_match)


@pytest.mark.parametrize("place", NOISY, ids=str)
def test_a_noisy_page_is_never_twice_the_same_and_has_no_validators(place: tuple[Host, str]) -> None:
    answers = [answer(asked(place, day=day, visit=visit)) for day in (1, 2) for visit in (1, 2, 3)]
    assert len({reply.body for reply in answers}) == len(answers)
    assert all({name for name, _ in reply.headers} == {"Content-Type"} for reply in answers)


@pytest.mark.parametrize("place", PAGES, ids=str)
def test_the_same_visit_is_answered_the_same(place: tuple[Host, str]) -> None:
    ask = asked(place, day=2, visit=7)
    assert answer(ask) == answer(ask)


@pytest.mark.parametrize("item", list(expectations()), ids=lambda item: f"{item.path}@{item.day}")
def test_every_page_answers_with_the_status_expected_and_leaves_no_placeholder(item: Expectation) -> None:
    reply = answer(asked((item.host, item.path), day=item.day))
    assert reply.status == item.expected.status
    assert b"{{" not in reply.body


@pytest.mark.parametrize("place", QUIET, ids=str)
def test_a_quiet_page_has_an_etag_and_answers_304_to_it(place: tuple[Host, str]) -> None:
    first = answer(asked(place))
    etag = dict(first.headers)["ETag"]
    assert answer(asked(place, day=3, visit=9)) == first
    assert answer(asked(place, visit=2, if_none_match=f'"other", W/{etag}')).status == 304
    assert answer(asked(place, visit=2, if_none_match='"other"')).status == 200


def test_the_content_farm_speaks_gbk_and_its_header_does_not_say_so() -> None:
    reply = answer(asked((Host.MIRROR, "/wenhui/gushi/3312.html")))
    assert dict(reply.headers)["Content-Type"] == "text/html"
    assert "我们一直在努力".encode("gbk") in reply.body


def test_an_unknown_address_is_missing_even_if_it_climbs_out_of_the_folder() -> None:
    paths = ["/nothing.html", "/../plan.json", "/_missing.html", "/yuexiu/../../plot.py", "/official/index.html"]
    assert {answer(asked((host, path))).status for host in Host for path in paths} == {404}


def test_a_document_that_is_not_yet_published_is_missing() -> None:
    new = plan().changes[0]
    days = [answer(asked((new.host, new.path), day=day)).status for day in (1, 2, 3)]
    assert days == [404, 200, 200]


def test_the_blocked_page_shows_a_challenge_without_a_word_of_the_document() -> None:
    (obstacle,) = plan().blocked
    place = (obstacle.host, obstacle.path)
    assert [answer(asked(place, day=day)).status for day in (1, 2, 3)] == [200, 200, 412]
    challenge = answer(asked(place, day=3))
    assert b"$_ts=" in challenge.body
    assert "Set-Cookie" in dict(challenge.headers)
    assert not re.search(r"[\u4e00-\u9fff]", challenge.body.decode())


def test_robots_may_come_to_both_hosts() -> None:
    for host in Host:
        reply = answer(asked((host, "/robots.txt")))
        assert dict(reply.headers)["Content-Type"].startswith("text/plain")
        assert b"Allow: /" in reply.body


def test_a_folder_shows_its_index() -> None:
    for host in Host:
        assert answer(asked((host, "/"))).body == answer(asked((host, "/index.html"))).body
