"""Who may see the dashboard: nobody without the token, but for what is open on purpose."""

import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape

import pytest
from structlog.testing import capture_logs

from core.source import Configuration, Rule
from tests.fakes.desk import TOKEN, Browser, a_browser, a_desk, another_browser
from tests.fakes.memory_store import MemoryStore
from tests.fakes.nouns import NOW
from tests.fakes.routes import guarded, routes
from web.access.feed import feed_path
from web.access.patience import FAILURES, WITHIN, Patience
from web.access.session import IDLE, LONGEST, RENEWED
from web.app import dashboard
from web.sealed import HEADERS

RULES = Configuration(rules=(Rule(name="细胞 治疗?/50%", send_to=()), Rule(name="other", send_to=())))
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass
class RunningClock:
    """The wall's clock, moved by hand."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        """What it shows."""
        return self.at


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock()


@pytest.fixture
async def browser(clock: RunningClock) -> AsyncIterator[Browser]:
    """Nobody has signed in."""
    async with a_browser(a_desk(MemoryStore(), RULES, wall=clock)) as opened:
        yield opened


ROUTES = sorted(set(routes(dashboard(a_desk(MemoryStore())).routes)))
GUARDED = guarded(dashboard(a_desk(MemoryStore())))
UNSAFE = [(method, path) for method, path in GUARDED if method not in ("GET", "HEAD", "OPTIONS")]


def test_the_routes_are_found() -> None:
    assert {("GET", "/"), ("GET", "/changes/x"), ("POST", "/logout"), ("GET", "/login"), ("GET", "/health")} <= set(
        ROUTES
    )


async def test_no_route_answers_a_stranger_by_any_method(browser: Browser) -> None:
    answered = {
        (method, path): answer.status
        for path in {path for _, path in GUARDED} | {"/nothing", "/api/x", "/feeds/x.atom", "/login/", "/healthy", "//"}
        for method in METHODS
        if (answer := await browser.ask(method, path)).status != 401
    }
    assert answered == {}


async def test_a_browser_is_shown_to_the_door_and_brought_back(browser: Browser) -> None:
    away = await browser.get("/changes/x?view=side", Accept="text/html")
    assert (away.status, away.headers["Location"]) == (303, "/login?next=%2Fchanges%2Fx%3Fview%3Dside")
    form = await browser.get("/login?next=%2Fchanges%2Fx%3Fview%3Dside")
    assert 'name="next" value="/changes/x?view=side"' in form.text
    back = await browser.post("/login", token=TOKEN, next="/changes/x?view=side")
    assert (back.status, back.headers["Location"]) == (303, "/changes/x?view=side")
    assert (await browser.get("/login?next=/x")).headers["Location"] == "/x"


async def test_after_a_wrong_token_the_way_back_is_kept_in_the_other_language_too(browser: Browser) -> None:
    form = await browser.get("/login?next=/changes/x")
    action = re.findall(r'<form method="post" action="([^"]+)"', form.text)[0]
    again = await browser.post(unescape(action), token="wrong", next="/changes/x")
    assert 'href="?next=%2Fchanges%2Fx&amp;lang=zh"' in again.text
    assert 'name="next" value="/changes/x"' in again.text


async def test_htmx_is_told_to_go_to_the_door(browser: Browser) -> None:
    away = await browser.get("/", **{"HX-Request": "true"})
    assert (away.status, away.headers["HX-Redirect"]) == (401, "/login")


async def test_a_link_from_another_site_is_followed_once_more_so_that_the_strict_cookie_comes_along(
    browser: Browser,
) -> None:
    from_elsewhere = await browser.get("/changes/x?a=1&b=2", Accept="text/html", **{"Sec-Fetch-Site": "cross-site"})
    assert from_elsewhere.status == 200
    assert 'content="0; url=/changes/x?a=1&amp;b=2"' in from_elsewhere.text
    astray = await browser.get("//evil.example/x", Accept="text/html", **{"Sec-Fetch-Site": "cross-site"})
    assert 'content="0; url=/"' in astray.text
    of_our_own = await browser.get("/changes/x", Accept="text/html", **{"Sec-Fetch-Site": "same-origin"})
    assert of_our_own.status == 303


@pytest.mark.parametrize(
    "next_page",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
     "/a\r\nX: y",
     "http:evil.example", "///evil.example", "/\t/evil.example", ""],
)  # fmt: skip
async def test_signing_in_leads_nowhere_but_into_the_dashboard(browser: Browser, next_page: str) -> None:
    assert (await browser.post("/login", token=TOKEN, next=next_page)).headers["Location"] == "/"


async def test_a_wrong_token_is_said_to_be_wrong_and_opens_nothing(browser: Browser) -> None:
    answer = await browser.enter("wrong")
    assert answer.status == 401
    assert "That is not the token." in answer.text
    assert browser.cookies() == {}
    assert (await browser.get("/")).status == 401


async def test_the_cookie_is_kept_from_scripts_and_other_sites(browser: Browser) -> None:
    cookie = (await browser.enter()).headers["Set-Cookie"]
    assert "; HttpOnly; SameSite=Strict" in cookie
    assert "Secure" not in cookie
    assert TOKEN not in cookie
    assert (await browser.get("/")).status == 200


async def test_over_https_the_cookie_is_bound_to_it_and_to_this_host() -> None:
    async with a_browser(a_desk(MemoryStore(), address="https://policy.example.org")) as browser:
        cookie = (await browser.enter()).headers["Set-Cookie"]
    assert cookie.startswith("__Host-policywatch=")
    assert "; Path=/;" in cookie
    assert cookie.endswith("; Secure")


@pytest.mark.parametrize("forged", ["x", "a.1.2.", "a.1.2.AAAA", "é", ".", "...", "a.b.c.d"])
async def test_a_forged_cookie_opens_nothing(browser: Browser, forged: str) -> None:
    assert (await browser.get("/", Cookie=f"policywatch={forged}")).status == 401


async def test_a_cookie_altered_in_one_place_opens_nothing(browser: Browser) -> None:
    await browser.enter()
    (cookie,) = browser.cookies().values()
    name, since, seen, seal = cookie.split(".")
    later = f"{name}.{since}.{int(seen) + 1}.{seal}"
    async with another_browser(browser.address) as other:
        assert (await other.get("/", Cookie=f"policywatch={later}")).status == 401
        assert (await other.get("/", Cookie=f"policywatch={cookie}")).status == 200


async def test_a_session_lasts_twelve_hours_after_the_last_request_and_two_weeks_at_most(
    browser: Browser, clock: RunningClock
) -> None:
    await browser.enter()
    clock.at += IDLE - timedelta(seconds=1)
    assert (await browser.get("/")).status == 200
    clock.at += IDLE - timedelta(seconds=1)
    assert (await browser.get("/")).status == 200
    clock.at += IDLE
    assert (await browser.get("/")).status == 401
    await browser.enter()
    began = clock.at
    while clock.at + IDLE / 2 < began + LONGEST:
        clock.at += IDLE / 2
        assert (await browser.get("/")).status == 200
    clock.at = began + LONGEST
    assert (await browser.get("/")).status == 401


async def test_the_cookie_is_written_anew_only_now_and_then(browser: Browser, clock: RunningClock) -> None:
    await browser.enter()
    assert "Set-Cookie" not in (await browser.get("/")).headers
    clock.at += RENEWED
    assert "Set-Cookie" in (await browser.get("/")).headers


async def test_signing_out_ends_the_session_here_too(browser: Browser) -> None:
    await browser.enter()
    (cookie,) = browser.cookies().values()
    left = await browser.post("/logout", csrf=await browser.pledge())
    assert (left.status, left.headers["Location"]) == (303, "/login")
    assert browser.cookies() == {}
    assert (await browser.get("/", Cookie=f"policywatch={cookie}")).status == 401


async def test_after_a_few_wrong_tokens_an_address_must_wait(browser: Browser, clock: RunningClock) -> None:
    answers = [await browser.enter("wrong") for _ in range(FAILURES)]
    assert [answer.status for answer in answers] == [401] * (FAILURES - 1) + [429]
    clock.at += timedelta(minutes=1)
    late = await browser.enter()
    assert (late.status, late.headers["Retry-After"]) == (429, str(14 * 60))
    assert "14 min" in late.text
    assert (await browser.get("/", Authorization=f"Bearer {TOKEN}")).status == 429
    clock.at += WITHIN
    assert (await browser.enter()).status == 303


async def test_a_program_that_comes_and_goes_gives_nobody_at_its_address_more_tries(browser: Browser) -> None:
    for _ in range(FAILURES - 1):
        assert (await browser.enter("wrong")).status == 401
        assert (await browser.get("/", Authorization=f"Bearer {TOKEN}")).status == 200
    assert (await browser.enter("wrong")).status == 429


async def test_a_person_who_comes_in_starts_anew(browser: Browser) -> None:
    for _ in range(2):
        answers = [(await browser.enter("wrong")).status for _ in range(FAILURES - 1)]
        assert answers == [401] * (FAILURES - 1)
        assert (await browser.enter()).status == 303


def test_one_ipv4_address_does_not_lock_out_the_others_of_a_server_that_listens_on_ipv6(clock: RunningClock) -> None:
    patience = Patience(clock)
    for _ in range(FAILURES):
        patience.count("::ffff:192.0.2.1")
    assert patience.wait("::ffff:192.0.2.1") > timedelta(0)
    assert patience.wait("192.0.2.1") > timedelta(0)
    assert patience.wait("::ffff:198.51.100.1") == timedelta(0)
    for _ in range(FAILURES):
        patience.count("2001:db8::1")
    assert patience.wait("2001:db8::2") > timedelta(0)


async def test_a_wrong_token_is_logged_with_the_address_and_without_the_token(browser: Browser) -> None:
    with capture_logs() as logged:
        await browser.enter("wrong-secret")
        await browser.get("/", Authorization="Bearer wrong-secret")
    assert [(one["event"], one["address"]) for one in logged] == [("wrong token", "127.0.0.1")] * 2
    assert "wrong-secret" not in str(logged)


async def test_a_program_sends_the_token_itself(browser: Browser) -> None:
    assert (await browser.get("/", Authorization=f"Bearer {TOKEN}")).status == 200
    assert (await browser.get("/", Authorization="Bearer wrong")).status == 401
    assert (await browser.get("/", Authorization=f"Basic {TOKEN}")).status == 401
    assert (await browser.get("/", Authorization=f"Bearer {TOKEN}")).headers.get("Set-Cookie") is None


@pytest.mark.parametrize(("method", "path"), UNSAFE)
async def test_nothing_is_changed_without_the_pledge_of_the_session(browser: Browser, method: str, path: str) -> None:
    await browser.enter()
    assert (await browser.ask(method, path)).status == 403
    assert (await browser.ask(method, path, fields={"csrf": "x"})).status == 403
    assert (await browser.ask(method, path, headers={"X-CSRF-Token": "x"})).status == 403


async def test_the_pledge_of_another_session_is_none(browser: Browser) -> None:
    await browser.enter()
    async with another_browser(browser.address) as other:
        await other.enter()
        theirs = await other.pledge()
    assert (await browser.post("/logout", csrf=theirs)).status == 403
    assert (await browser.post("/logout", headers={"X-CSRF-Token": await browser.pledge()})).status == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=repr,
)
async def test_what_another_site_sends_is_refused(browser: Browser, headers: dict[str, str]) -> None:
    assert (await browser.post("/login", headers=headers, token=TOKEN)).status == 403
    await browser.enter()
    assert (await browser.post("/logout", headers=headers, csrf=await browser.pledge())).status == 403


async def test_what_our_own_page_sends_is_taken_behind_a_proxy_too() -> None:
    async with a_browser(a_desk(MemoryStore(), address="https://policy.example.org/")) as browser:
        for origin in (browser.address.rstrip("/"), "https://policy.example.org"):
            headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
            assert (await browser.post("/login", headers=headers, token=TOKEN)).status == 303


class TestWithoutAToken:
    @pytest.fixture
    async def browser(self) -> AsyncIterator[Browser]:
        """No token is set."""
        async with a_browser(a_desk(MemoryStore(), token=None)) as opened:
            yield opened

    async def test_every_page_says_that_it_is_open(self, browser: Browser) -> None:
        assert "Open without a password" in (await browser.get("/")).text
        assert "Open without a password" in (await browser.get("/nothing")).text

    @pytest.mark.parametrize("path", ["/", "/health", "/login", "/static/icon.svg"])
    @pytest.mark.parametrize(
        "host", ["evil.example", "evil.example:8080", "localhost.evil.example", "192.0.2.1", "", "["]
    )
    async def test_a_name_of_the_world_that_means_this_machine_is_refused(
        self, browser: Browser, path: str, host: str
    ) -> None:
        assert (await browser.get(path, Host=host)).status in (400, 421)

    @pytest.mark.parametrize("host", ["localhost", "localhost:8080", "127.0.0.1", "[::1]:8080"])
    async def test_the_names_of_this_machine_are_served(self, browser: Browser, host: str) -> None:
        assert (await browser.get("/", Host=host)).status == 200

    async def test_what_came_through_a_proxy_is_refused(self, browser: Browser) -> None:
        assert (await browser.get("/", **{"X-Forwarded-For": "192.0.2.1"})).status == 421

    async def test_forms_need_their_pledge_all_the_same(self, browser: Browser) -> None:
        await browser.get("/")
        assert (await browser.post("/logout")).status == 403
        assert (await browser.post("/logout", csrf=await browser.pledge())).status == 303


async def test_a_feed_token_opens_the_feed_of_its_rule_and_nothing_else(browser: Browser) -> None:
    mine = feed_path("细胞 治疗?/50%", "atom", TOKEN)
    token = mine.partition("?token=")[2]
    assert (await browser.get(mine)).status == 404  # let in; there is no such page in this part
    assert (await browser.ask("POST", mine)).status == 404
    for other in (f"/feeds/other.atom?token={token}", f"/feeds/x.atom?token={token}", mine[:-1]):
        assert (
            await browser.get(other)
        ).status == 404  # as if there were none: which rules there are is told to nobody
    assert (await browser.get(f"/?token={token}")).status == 401


def test_the_address_of_a_feed_is_no_quick_test_of_guessed_tokens() -> None:
    def seconds(token: str) -> float:
        began = time.perf_counter()
        feed_path("other", "atom", token)
        return time.perf_counter() - began

    guess = min(seconds(f"guess {number}") for number in range(3))
    assert guess > 0.02
    assert seconds("guess 2") < guess / 10
    assert feed_path("other", "atom", "\udcff")  # the environment need not be UTF-8


@pytest.mark.parametrize("path", ["/", "/login", "/health", "/nothing", "/static/policywatch.css", "/static/none.css"])
async def test_every_answer_is_sealed(browser: Browser, path: str) -> None:
    for entered in (False, True):
        if entered:
            await browser.enter()
        answer = await browser.get(path)
        expected = {name: value for name, value in HEADERS.items() if name != "Cache-Control"}
        assert {name: answer.headers.get(name) for name in expected} == expected
        assert "uvicorn" not in str(answer.headers)


async def test_before_signing_in_nothing_tells_what_this_is(browser: Browser) -> None:
    for path in ("/login", "/nothing", "/health", "/static/none.js", "/static/README.md"):
        answer = await browser.get(path, Accept="text/html")
        assert not re.search(r"PolicyWatch|政策观察|\d+\.\d+\.\d+", answer.text), path


async def test_pages_are_kept_by_no_cache_and_static_files_for_a_year(browser: Browser) -> None:
    page = await browser.get("/login")
    assert page.headers["Cache-Control"] == "no-store"
    addresses = re.findall(r'"(/static/[^"]+)"', page.text)
    assert len(addresses) == 3
    for address in addresses:
        assert "immutable" in (await browser.get(address)).headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/static/README.md", "/static/licences/htmx.txt", "/static/../app.py", "/static/%2e%2e/app.py"]
)
async def test_nothing_else_lies_open(browser: Browser, path: str) -> None:
    assert (await browser.get(f"/static/{path}")).status in (401, 404)


async def test_a_stranger_may_not_send_much(browser: Browser) -> None:
    assert (await browser.post("/login", token="x" * 20_000)).status == 413
