"""The walls that stand before sites, row by row, and the pages that only look like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetch.trust import SCANNED, judge, visible

Headers = tuple[tuple[str, str], ...]

NONE: Headers = ()
CHROME = "<html><head><title>{}</title></head><body><p>{}</p></body></html>"

WALLS: dict[str, tuple[str, int, Headers, str]] = {
    "jsl by body": ("加速乐", 521, NONE, "<script>document.cookie=('_')+('_jsl');location.href='/'</script>"),
    "jsl by cookie": ("加速乐", 521, (("Set-Cookie", "__jsluid_s=0a; path=/"),), "<script>eval(x)</script>"),
    "jsl 512": ("加速乐", 512, NONE, "<script>document.cookie='__jsl_clearance=1'</script>"),
    "jsl with 200": ("加速乐", 200, NONE, "<script>go({'ct':'','cn':'__jsl_clearance_s'})</script>"),
    "rs 412": ("瑞数", 412, NONE, "<meta content=\"x{4n\"><script>$_ts=window['$_ts'];</script>"),
    "rs 202": ("瑞数", 202, NONE, "<script>if(!$_ts)$_ts={};$_ts.cd='q'</script>"),
    "rs by cookie": ("瑞数", 412, (("Set-Cookie", "FSSBBIl1UgzbN7N80S=abc"),), "<script></script>"),
    "aliyun": ("Aliyun", 200, NONE, "<script>var arg1='0A1B2C3D4E5F';</script>"),
    "aliyun cookie": ("Aliyun", 200, NONE, "<script>setCookie('acw_sc__v2', x)</script>"),
    "aliyun 405": ("Aliyun", 405, NONE, "<img src='//errors.aliyun.com/images/x.png'>"),
    "cloudflare title": ("Cloudflare", 403, NONE, CHROME.format("Just a moment...", "")),
    "cloudflare script": ("Cloudflare", 503, NONE, "<script src='/cdn-cgi/challenge-platform/h/b'></script>"),
    "cloudflare header": ("Cloudflare", 403, (("CF-Mitigated", "challenge"),), ""),
    "wzws": ("WZWS", 200, NONE, "<script>var wzws_cid='x'</script>"),
    "wzws by header": ("WZWS", 403, (("WZWS-RAY", "1-2-3"),), "denied"),
    "wzws geo": ("WZWS", 403, NONE, "<p>reason:GeoBL</p>"),
    "ccgp": ("ccgp", 200, NONE, "<script src='/sbu_fpcm.js'></script>"),
    "chinatax": ("chinatax", 200, NONE, "<script>document.cookie='C3VK='+v</script>"),
    "edgeone": ("EdgeOne", 567, NONE, CHROME.format("Restricted by Tencent EdgeOne", "no")),
    "dianxin": ("电信云防护", 405, NONE, CHROME.format("405", "您的访问被电信云防护拦截")),
    "safedog": ("安全狗", 403, NONE, CHROME.format("网站防火墙", "安全狗")),
    "safedog in gbk with 200": ("安全狗", 200, NONE, CHROME.format("", "网站安全狗提醒您")),
    "d-shield": ("D盾", 403, NONE, CHROME.format("D盾", "拦截提示")),
    "yunsuo": ("云锁", 403, (("Set-Cookie", "yunsuo_session_verify=1"),), "拦截"),
    "chuangyu": ("创宇盾", 403, NONE, CHROME.format("", "创宇盾")),
    "yundun": ("云盾", 403, NONE, CHROME.format("", "由云盾提供防护")),
    "nameless waf": ("WAF", 403, NONE, CHROME.format("", "您的请求被拦截")),
    "asks for javascript": ("javascript", 200, NONE, "<script>x()</script><noscript>请开启JavaScript并刷新</noscript>"),
    "only a script": ("javascript", 200, NONE, "<html><script>location.replace('/?t='+k())</script></html>"),
    "412 alone": ("precondition", 412, NONE, ""),
    "a wall instead of a 404": ("云锁", 404, NONE, CHROME.format("", "云锁")),
}


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_known_by_its_marks(name: str) -> None:
    by, status, headers, page = WALLS[name]
    blocked = judge(status, headers, page.encode("gbk" if "gbk" in name else "utf-8"))
    assert blocked is not None
    assert blocked.by == by
    assert blocked.evidence.startswith(f"http {status}")


ARTICLE = "为推动细胞治疗产业高质量发展，结合本市实际，制定以下若干措施。" * 40

PAGES: dict[str, tuple[int, Headers, str]] = {
    "an article that quotes the words": (
        200,
        NONE,
        CHROME.format("关于网络安全的通知", ARTICLE + "各单位应当部署安全狗、D盾、云锁、云盾等，并请开启JavaScript。"),
    ),
    "a short notice without such words": (200, NONE, CHROME.format("通知", "今日停电检修，特此通知。")),
    "a page that carries the cookies of a wall it passed": (
        200,
        (("Set-Cookie", "__jsluid_s=0a"), ("WZWS-RAY", "1-2")),
        CHROME.format("通知", "今日停电检修，特此通知。"),
    ),
    "a page with a wall's script in its head": (
        200,
        NONE,
        "<script>$_ts={}; var arg1='0123456789AB'</script>" + CHROME.format("通知", ARTICLE),
    ),
    "a real 404 behind a wall": (404, (("WZWS-RAY", "1-2"),), CHROME.format("404", "页面不存在")),
    "a server that is down": (521, NONE, "<h1>Web server is down</h1>"),
    "a plain 403": (403, NONE, "<h1>403 Forbidden</h1>"),
    "a plain 503": (503, NONE, "<h1>503</h1>"),
    "a small page with a script and words": (200, NONE, "<script>count()</script><p>" + "本网站将于今晚升级维护。" * 3),
    "a scanned document": (200, NONE, "<script>count()</script><img src='post_1.png'>"),
    "nothing": (200, NONE, ""),
    "an empty list as JSON": (200, (("Content-Type", "application/json"),), '{"items": []}'),
    "a small feed": (200, NONE, '<?xml version="1.0"?><rss><channel/></rss>'),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_not_a_wall(name: str) -> None:
    status, headers, page = PAGES[name]
    assert judge(status, headers, page.encode()) is None


def test_a_large_page_is_never_a_wall() -> None:
    assert judge(200, NONE, b"<script>$_ts={}</script>" + b" " * SCANNED) is None


def test_only_what_a_reader_sees_is_visible() -> None:
    page = "<style>a{}</style><!-- 注释 --><p title='x'>第 一\n条</p><SCRIPT>var a='<p>'</SCRIPT>"
    assert visible(page.encode()) == 3
    assert visible(b"text<script>no end") == 4


@pytest.mark.parametrize("piece", [b"<script", b"<!--", b"<", b"<script>", b"<title>", b"arg1 = ", b"<style <"])
def test_a_page_made_to_be_slow_is_judged_in_one_pass(piece: bytes) -> None:
    # Quadratic patterns would take minutes here; the suite's own time limit is the judge.
    judge(200, NONE, (piece * SCANNED)[:SCANNED])


@given(st.integers(100, 599), st.binary())
def test_any_answer_can_be_judged(status: int, body: bytes) -> None:
    judge(status, (("X", "\udcff\x00"),), body)
