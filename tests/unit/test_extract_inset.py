"""What stands in the middle of a text ends it as little as what only looks like a frame."""

import pytest

from crawler.read import portrait

FIRST = "<p>各镇人民政府要落实防汛责任制，加强值班值守，确保群众生命财产安全。</p>"
SECOND = "<p>水务部门要加强对水库、山塘、堤防的巡查，发现险情要及时上报并处置。</p>"
SIGNED = "<p>青湾区水务局</p><p>2026年3月1日</p>"
RELATED = "<h4>相关阅读</h4><p><a href='/1'>青湾区召开防汛会议部署工作</a></p>"
EXCERPT = "<p>记者从会议上获悉，今年汛期较往年偏早，形势严峻复杂。</p>"


def page(body: str, heading: str = "<h1>关于做好防汛工作的通知</h1>", tag: str = "关于做好防汛工作的通知") -> bytes:
    return (
        f"<html><head><meta charset='utf-8'><title>{tag}</title></head><body><div><a href='/'>首页</a></div><div>"
        f"{heading}<div>发布时间：2026-03-02 来源：青湾区水务局</div><div>{body}</div></div>"
        "<div><p>主办：青湾区人民政府</p><p>粤ICP备09900123号</p></div></body></html>"
    ).encode()


def body(html: str) -> list[str]:
    return str(portrait(page(html))["body"]).split("\n")


@pytest.mark.parametrize(
    "line",
    [
        "主办单位：青湾区文化局",
        "技术支持：某某科技公司",
        "申请危险化学品经营许可证的，应当提交下列材料。",
        "任何单位和个人未经许可，不得使用无线电频率。",
        "加强网络违法和不良信息举报受理处置。",
        "平台声明应当载明经营者名称、地址和联系方式，不得含有虚假内容。",
        "（三）加强版权保护。严厉打击侵权盗版行为。",
        "青湾区水务局主办",
    ],
)
def test_a_line_with_words_of_a_footer_is_text_where_the_text_goes_on(line: str) -> None:
    assert body(f"{FIRST}<p>{line}</p>{SECOND}{SIGNED}") == [*body(FIRST), line, *body(SECOND + SIGNED)]


def test_hosts_in_a_table_do_not_end_a_text() -> None:
    rows = "<table><tr><td>主办单位：青湾区文化局</td><td>三月</td></tr></table>"
    assert body(FIRST + rows + SECOND)[-1] == body(SECOND)[0]


def test_further_reading_in_the_middle_of_a_text_goes_and_both_halves_stay() -> None:
    for box in (RELATED, f"<div>{RELATED}</div>"):
        assert body(FIRST + FIRST + box + SECOND + SECOND + SIGNED) == body(FIRST + FIRST + SECOND + SECOND + SIGNED)


@pytest.mark.parametrize("below", [RELATED + EXCERPT, RELATED + EXCERPT + RELATED + EXCERPT])
def test_excerpts_below_related_links_are_no_text(below: str) -> None:
    assert body(FIRST + SECOND + below) == body(FIRST + SECOND)


@pytest.mark.parametrize("signature", [SIGNED, "<p>青湾区水务局</p>"])
def test_an_advertisement_does_not_part_a_signature_from_its_text(signature: str) -> None:
    slot = "<div><a href='//ad.example/7'>农商银行安心贷</a><span>广告</span></div>"
    assert body(FIRST + slot + signature) == body(FIRST + signature)


def test_a_dated_link_below_the_signature_is_no_second_signature() -> None:
    link = "<div><a href='/1'>青湾区召开防汛会议部署工作</a></div><div>青湾区新闻办公室</div><div>2026年3月2日</div>"
    assert body(FIRST + SIGNED + link) == body(FIRST + SIGNED)


def test_cells_of_marks_are_kept() -> None:
    table = "".join(
        f"<tr><td><p>{name}</p></td><td><p>{mark}</p></td></tr>" for name, mark in (("预算", "√"), ("决算", "×"))
    )
    assert body(f"{FIRST}<table>{table}</table>{SECOND}")[1:3] == ["预算 | √", "决算 | ×"]


@pytest.mark.parametrize("line", ["开标时间2026-03-06 09:30", "8月3日 18:00 离会", "征集时间：2026年4月1日至4月30日"])
def test_a_line_with_a_time_is_kept_at_either_end_of_a_text(line: str) -> None:
    assert body(f"{FIRST}{SECOND}<p>{line}</p>")[-1] == line
    assert body(f"<p>{line}</p>{FIRST}{SECOND}")[0] == line


@pytest.mark.parametrize(
    "facts", ["2026-3-1　阅读次数：118", "青湾发布 青湾水务 2026-03-06 18:20", "26-06-12 10:21 关注"]
)
def test_a_line_of_facts_and_counters_above_a_text_is_none_of_it(facts: str) -> None:
    assert body(f"<div>{facts}</div>{FIRST}{SECOND}") == body(FIRST + SECOND)


@pytest.mark.parametrize("heading", ["<h1>{}</h1>", "<div>{}</div>"])
@pytest.mark.parametrize("tag", ["青湾区水务局", "青湾区水务局欢迎您", "通知 | 青湾区水务局"])
def test_a_signature_that_the_site_name_confirms_is_no_title(heading: str, tag: str) -> None:
    title = "关于做好防汛工作的通知"
    assert portrait(page(FIRST + SECOND + SIGNED, heading.format(title), tag))["title"] == title


def test_a_column_beside_an_emptied_text_is_not_taken_for_verse() -> None:
    lines = "".join(
        f"<p>{name}</p>"
        for name in (
            "青湾区水务局值班室",
            "政策法规股工作动态",
            "办公地点文化路一号",
            "机关党委办公室人员",
            "信息公开栏目介绍",
        )
    )
    head = "<h1>关于防汛的通知</h1><div>发布时间：2026-03-02</div>"
    html = f"<title>关于防汛的通知</title>{head}<div></div><div>{lines}</div>"
    assert portrait(html.encode())["trust"] == "empty"
