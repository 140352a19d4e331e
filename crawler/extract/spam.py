"""Is a text what gambling and pornography put on a hijacked site? (handbook §3.4)"""

import re
from collections.abc import Iterable

_COMMON = (
    "时时彩|六合彩|百家乐|真人娱乐|葡京|北京赛车|快三|投注|棋牌游戏|电子游戏送|彩票平台|赌场|娱乐城|体育平台|老虎机|私服|代开发票"
    "|约炮|色妞|性感美女|无码|av一区|成人视频|黄色视频|免费一级|国产精品|中文字幕|在线观看|久久久|一区二区"
)
# A single line says less than a title or the whole of a text: what else is spam there may be news here.
_OF_LINES = re.compile(f"新葡京|av无码|博彩|开奖(?:记录|结果|直播)|{_COMMON}")
_WORDS = re.compile(
    f"{_COMMON}|博彩(?!业)|开奖(?:记录|结果|直播|号码)"
    "|真人荷官|棋牌平台|彩票计划|娱乐平台|体育投注|捕鱼游戏|办证刻章|彩金|返水|首存|足球外围|澳门威尼斯|威尼斯人|亚博|开元棋牌|滚球"
    "|色情网|黄色网站|AV一区|Av一区|av片|AV片|Av片|日韩欧美|欧美日韩|激情文学|人妻|少妇|自拍偷拍|三级片|黄片|毛片|裸聊"
    "|時時彩|百家樂|北京賽車|開獎|娛樂城|老虎機|無碼|成人電影|成人电影|國產精品|線上看"
)
# The police, the courts and the culture bureaus write of the same things.
_LAW = re.compile(
    "打击|整治|查处|禁止|取缔|专项|违法|犯罪|案件|防范|警惕|举报|治理|严禁|涉嫌|依法|处罚|非法|管理|条例|风险|反诈"
)
_JOINED = re.compile("[,，、_|｜/\\-—·\\s]")
ENOUGH = 2
_SAMPLE = 1_200


def is_spam(key: str) -> bool:
    """Whether a line (its key, in lower case) holds two or more phrases of gambling or adult spam."""
    return len(set(_OF_LINES.findall(key))) >= ENOUGH


def is_spam_title(title: str) -> bool:
    """Two such phrases, or one in a run of joined keywords, and no word of the law."""
    found = _distinct(title)
    if not found or _LAW.search(title):
        return False
    return found >= ENOUGH or (len(_JOINED.findall(title)) >= 3 and len(title) >= 16)


def spam_share(lines: Iterable[str]) -> float:
    """Share (0..1) of the characters at the beginning of a text that stand in lines of spam."""
    spam = whole = 0
    for line in lines:
        if whole > _SAMPLE:
            break
        whole += len(line)
        spam += len(line) if _is_spam_line(line) else 0
    return spam / whole if whole else 0.0


def _is_spam_line(line: str) -> bool:
    if _WORDS.search(line) is None or _LAW.search(line):
        return False
    found = _distinct(line)
    return found >= ENOUGH + 1 or (found >= ENOUGH and len(line) <= 60 * found)


def _distinct(text: str) -> int:
    return len({word.lower() for word in _WORDS.findall(text)})
