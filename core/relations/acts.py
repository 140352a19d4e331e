"""The words by which one document acts on another: repeals, amends or extends it (handbook §2.4)."""

import re

from core.model import Block, BlockKind, RelationKind

_NUMERAL = r"[\d一二三四五六七八九十百]{1,6}"
_PART = rf"中?的?(?:第{_NUMERAL}(?:[编章节条款项点]|部分)|附件|附表|附录|部分|[有相]关(?:条款|规定|内容)|与)"
_PARTIAL = re.compile(rf"^\W{{0,2}}{_PART}")
_DELETED = re.compile("废止|失效|删[除去]|修[改订正]|停止执行|调整|增加")
_REPEALED_AFTER = re.compile(
    r"^(?P<how>[^。;]{0,40}?)(?:废止|失效|停止执行|停止施行|停止实施|终止执行|不再执行|不再施行|废除)"
    r"(?!后|前|时|之[日后前]|或|的(?!通知|决定|公告|通告|命令|令|复函|批复)|情况|情形|日期|条款)"
)
_NOT_DONE = re.compile(
    r"[已未如若]|不(?!再)|是否|应当由|之前|曾|(?:施行|实施)[后前]|[届期]满|到期|的(?!通知|决定|公告|文件|意见).*$"
)
_EXTENDED_AFTER = re.compile(
    r"^[^。;废失]{0,20}?(?:有效期.{0,12}?(?:延长|顺延|续期|展期)|延长.{0,6}有效期|继续(?:有效|执行|施行|适用))"
)
_AMENDED_AFTER = re.compile(
    r"^[^。;]{0,16}?(?:作(?:出|了)?(?:如下|以下|相应)?(?:的)?修[改订正]|(?:予以|进行|相应)修[改订正]|修[改正]为|修改如下|部分条款)"
)
_ACT_BEFORE = re.compile(
    r"(?P<verb>废止|废除|宣布失效|停止执行|撤销|取代|代替|替代|修[改订正]|调整|延长|继续(?:执行|实施|施行|适用)|宣布|确认)"
    r"(?:和|与|或者?)?(?P<more>修[改订正]|废止)?(?P<between>[^,。;后前为]{0,14})$"
)
# 将第五条中的“《甲办法》”修改为“《乙办法》” changes neither 甲 nor 乙.
_WITHIN_TEXT = re.compile(rf"[“\"'‘「]$|第{_NUMERAL}[条款项][^,。;]{{0,16}}中[^,。;]{{0,4}}$")
_CITED_BEFORE = re.compile(r"(?:根据|依据|依照|按照|遵照|参照|贯彻|落实|违反|适用|[由被按])[^,。;:]{0,12}$")
_SUPPOSED = re.compile("(?:如果?|若|一旦|未)$")
_ISSUED_AFTER = re.compile(r"^[^。;《]{0,50}(?:现予?以?(?:公布|发布|印发)|印发给|予以(?:公布|发布|印发))")
_ISSUED_BEFORE = re.compile(r"现(?:正式)?(?:公布|发布|印发)(?:修[改订正]后的)?$")

_LISTING = re.compile(r"下列|以下|如下|目录|清单|一览表|\d+件|[一二三四五六七八九十]+件|部分|附件|文件|规章|法规")
_HEADING_END = re.compile(r"(?::|目录|清单|一览表|文件|规章|法规|规定|有效|失效|废止)\W*(?:\([^()]{1,20}\))?\W*$")
_ROW = re.compile(rf"^\W?(?:{_NUMERAL}\s?[.、,)]|\({_NUMERAL}\)|[①-⑳]|《|附件\s?{_NUMERAL})")
_LONGEST_HEADING = 160


def act_on(before: str, after: str) -> RelationKind:
    """What a sentence does to a document, judged by the plain words around its name; it cites where it does nothing.

    >>> act_on("本办法自公布之日起施行,", "同时废止。").value
    'repeals'
    >>> act_on("废止", "第五条。").value, act_on("根据", ",").value
    ('amends', 'cites')
    """
    if _WITHIN_TEXT.search(before):
        return RelationKind.CITES
    verb = _verb_before(before)
    if _PARTIAL.match(after):
        return RelationKind.AMENDS if verb not in (None, "延长") or _DELETED.search(after) else RelationKind.CITES
    if is_basis(before) or _SUPPOSED.search(before):
        return RelationKind.CITES
    repealed = _REPEALED_AFTER.match(after)
    if repealed is not None and verb is None:
        return RelationKind.CITES if _NOT_DONE.search(repealed["how"].rpartition(",")[2]) else RelationKind.REPEALS
    if _EXTENDED_AFTER.match(after) or (verb or "").startswith("继续"):
        return RelationKind.EXTENDS
    if verb == "延长":
        return RelationKind.EXTENDS if "期" in after else RelationKind.CITES
    if verb in ("宣布", "确认"):
        return RelationKind.REPEALS if repealed else RelationKind.CITES
    if (verb or "")[:1] in ("修", "调") or _AMENDED_AFTER.match(after):
        return RelationKind.AMENDS
    return RelationKind.REPEALS if verb else RelationKind.CITES


def act_in_list(heading: RelationKind, before: str, after: str) -> RelationKind:
    """What a row does to the document that it names, where its heading says what is done to all of them.

    >>> act_in_list(RelationKind.REPEALS, "1.", "第五条").value
    'amends'
    """
    own = act_on(before, after)
    if own is not RelationKind.CITES or is_basis(before) or _WITHIN_TEXT.search(before):
        return own
    is_part = heading is RelationKind.REPEALS and _PARTIAL.match(after)
    return RelationKind.AMENDS if is_part else heading


def is_basis(before: str) -> bool:
    """Whether what is named next is what is relied on (根据《…》), not what is spoken of."""
    return _CITED_BEFORE.search(before) is not None


def is_issued(before: str, after: str) -> bool:
    """Whether what is named is what this document itself issues: 《…》已经会议通过,现予公布.

    >>> is_issued("现将", "印发给你们,请遵照执行。"), is_issued("近日,某市印发了", "。")
    (True, False)
    """
    return _ISSUED_AFTER.match(after) is not None or _ISSUED_BEFORE.search(before) is not None


def of_the_whole(after: str) -> str:
    """The words after a name as far as they speak of others before it too: 《甲》、《乙》第三条同时废止.

    >>> of_the_whole("第三条同时废止")
    '同时废止'
    """
    return _PARTIAL.sub("", after)


def heading_act(text: str) -> RelationKind | None:
    """What a plain line says is done to the rows that follow it; None where it heads no list.

    Lists of what stays in force cite.

    >>> heading_act("决定废止下列规范性文件:").value, heading_act("二、继续有效的文件目录").value
    ('repeals', 'cites')
    """
    if len(text) > _LONGEST_HEADING or not _LISTING.search(text) or not _HEADING_END.search(text):
        return None
    repeals, amends = re.search("废止|失效|停止执行|废除", text), re.search("修[改订正]", text)
    if re.search("继续有效|保留|现行有效", text) or (repeals and amends):
        return RelationKind.CITES
    if repeals or amends:
        return RelationKind.REPEALS if repeals else RelationKind.AMENDS
    return RelationKind.EXTENDS if "延长" in text else None


def repeals_listed(title: str) -> bool:
    """Whether a plain title says that the files in its tables are repealed, and nothing else is done to any.

    >>> repeals_listed("关于废止一批文件的决定"), repeals_listed("关于废止和修改部分规章的决定")
    (True, False)
    """
    return bool(re.search("废止|失效", title)) and not re.search("修[改订正]|继续|保留|清理|延长", title)


def is_row(block: Block, text: str) -> bool:
    """Whether a block is a row of a list, by its markup or by its number."""
    return block.kind in (BlockKind.TABLE_ROW, BlockKind.LIST_ITEM) or _ROW.match(text) is not None


def _verb_before(before: str) -> str | None:
    """The verb whose object follows: 废止, 修改; of 修改或者废止 none can be told."""
    found = _ACT_BEFORE.search(before)
    if found is None or found["more"] or re.search("通知|公告|决定", found["between"]):
        return None
    if re.search(r"[未不已被]$", before[: found.start()]) or found["between"].endswith("的"):
        return None  # 新修订的《…》 was amended before
    return found["verb"]
