"""Is a text what gambling and pornography put on a hijacked site? (handbook §3.4)"""

import re
from collections.abc import Iterable

_WORDS = re.compile(
    "时时彩|時時彩|六合彩|百家乐|百家樂|真人娱乐|真人荷官|葡京|北京赛车|北京賽車|快三|投注|博彩(?!业)|棋牌游戏|棋牌平台"
    "|电子游戏送|彩票平台|彩票计划|赌场|开奖(?:记录|结果|直播|号码)|開獎|娱乐城|娛樂城|娱乐平台|体育平台|体育投注|老虎机|老虎機"
    "|捕鱼游戏|私服|代开发票|办证刻章|彩金|返水|首存|足球外围|澳门威尼斯|威尼斯人|亚博|开元棋牌|滚球"
    "|约炮|色妞|色情网|黄色网站|性感美女|无码|無碼|av一区|AV一区|Av一区|av片|AV片|Av片|成人视频|成人電影|成人电影|黄色视频|免费一级|国产精品|國產精品"
    "|日韩欧美|欧美日韩|中文字幕|在线观看|線上看|久久久|一区二区|激情文学|人妻|少妇|自拍偷拍|三级片|黄片|毛片|裸聊"
)
# The police, the courts and the culture bureaus write of the same things.
_LAW = re.compile(
    "打击|整治|查处|禁止|取缔|专项|违法|犯罪|案件|防范|警惕|举报|治理|严禁|涉嫌|依法|处罚|非法|管理|条例|风险|反诈"
)
_JOINED = re.compile("[,，、_|｜/\\-—·\\s]")
ENOUGH = 2
_SAMPLE = 1_200


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
