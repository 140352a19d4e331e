"""Traditional text becomes Simplified exactly as the library does it."""

import pytest
from opencc import OpenCC

from crawler.normalise import fold
from crawler.normalise.script import signs, simplified
from crawler.normalise.width import narrow

SENTENCES = (
    "各地级以上市人民政府应当加强组织领导，建立健全工作机制。",
    "本办法自发布之日起施行，有效期五年。",
    "鼓励企业开展干细胞临床研究和转化应用，支持建设生物医药产业园区。",
    "申请人对决定不服的，可以依法申请行政复议或者提起行政诉讼。",
    "不得以任何借口拖延办理，有关情况及时向社会公布。",
    "只有符合下列条件之一的单位，才可以享受补助。",
    "后续监管由县级卫生健康主管部门负责。",
    "据了解，该项目计划投资三亿元。",
)


@pytest.mark.parametrize(
    "traditional",
    [
        "廣東省發佈計畫，請瞭解並回覆。",
        "乾隆年間，乾燥處理；沈默",
        "以免藉口",
        "本機關於今日公告",
        "電覆電覆露覆命",  # phrases over one another
        "反反覆覆重覆上",
        "𠁞𠂎廣𡄣",  # beyond the first plane
        "简体文本，什么也不变。",
        "",
    ],
)
def test_traditional_becomes_exactly_what_opencc_makes_of_it(traditional: str) -> None:
    assert simplified(traditional) == OpenCC("t2s").convert(traditional)
    assert simplified(traditional * 90) == OpenCC("t2s").convert(traditional * 90)


def test_every_entry_of_the_dictionaries_is_converted_as_the_library_does() -> None:
    converter = OpenCC("t2s")
    for _, _, entries in converter.dict_cache.values():
        assert [key for key in entries if simplified(key) != converter.convert(key)] == []


def test_no_entry_reaches_over_a_separator_or_changes_its_length() -> None:
    converter = OpenCC("t2s")
    entries = [pair for _, _, table in converter.dict_cache.values() for pair in table.items()]
    assert [key for key, _ in entries if converter.split_chars_re.search(key)] == []
    assert [key for key, value in entries if len(value.split(" ")[0]) != len(key)] == []


def test_what_the_library_writes_needs_no_narrowing() -> None:
    written = {simplified(sign) for sign in signs()}
    assert [character for character in written if narrow(character) != character] == []


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_folds_alike_in_both_scripts(sentence: str) -> None:
    assert fold(OpenCC("s2t").convert(sentence)) == fold(sentence)


@pytest.mark.parametrize(("traditional", "official"), [("乾縣", "乾县"), ("畢昇", "毕昇"), ("於潛", "於潜")])
def test_a_phrase_that_the_library_protects_folds_alike_in_both_scripts(traditional: str, official: str) -> None:
    assert fold(traditional) == fold(official)


def test_what_a_script_does_not_tell_apart_is_the_known_exception() -> None:
    # 只 is also 隻 and 祇, 后 also 後: going to Traditional is a guess, coming back is not.
    assert fold("隻") == fold("只")
    assert fold("皇后之後") == fold("皇后之后")
    assert fold("著作權") == "著作权"
    assert fold("藉") != fold("借")
