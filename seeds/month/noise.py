"""The noise of the month: on every page, every day, and on most sites at every visit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache

from opencc import OpenCC

from seeds.month.chance import number, numbers, shuffled
from seeds.month.days import ZONE, day_of
from seeds.month.paper import Site

STATIC = frozenset({Site.HEALTH, Site.AGENCY, Site.PAPER})
"""Sites whose pages are made once a day; the others make theirs anew for every visit."""

PINYIN = {
    "醫": "yī", "療": "liáo", "機": "jī", "構": "gòu", "應": "yīng", "當": "dāng", "質": "zhì", "量": "liàng",
    "數": "shù", "據": "jù", "發": "fā", "項": "xiàng", "關": "guān", "規": "guī", "範": "fàn", "業": "yè",
    "個": "gè", "對": "duì", "經": "jīng", "費": "fèi", "為": "wéi", "動": "dòng", "單": "dān", "會": "huì",
    "門": "mén", "記": "jì", "錄": "lù", "環": "huán", "節": "jié", "務": "wù",
}  # fmt: skip
WIDTHS = str.maketrans("，；：（）？", ",;:()?")
HEADLINES = (
    "市领导调研重点项目建设", "全市安全生产视频会议召开", "政务服务大厅延长办理时间", "新一批便民措施公布",
    "防汛备汛工作全面部署", "第十二届读书节开幕", "高考期间交通管制提示", "绿道串起城市公园", "夜间经济点亮老街",
    "校园食堂开放日活动举行", "志愿服务队伍再添新力量", "地铁三期工程有了新进展", "老旧小区改造加快推进",
    "青年创业大赛报名启动",
)  # fmt: skip
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Noise:
    """What one visit to one address hears.

    Args:
        visit: nth request for the address; sites that are made once a day hear the day alone.
    """

    site: Site
    path: str
    at: datetime
    visit: int

    @property
    def beat(self) -> int:
        """What the noise moves with."""
        return day_of(self.at) if self.site in STATIC else self.visit

    @property
    def views(self) -> int:
        """A counter that grows."""
        return number(self.path) % 9000 + 37 * self.beat

    @property
    def clock(self) -> str:
        """When the page says that it was made."""
        local = self.at.astimezone(ZONE)
        made = local.replace(hour=4, minute=0) if self.site in STATIC else local + timedelta(seconds=self.draw() % 50)
        return f"{made:%Y-%m-%d %H:%M:%S}"

    @property
    def today(self) -> str:
        """The date of today, as banners show it."""
        local = self.at.astimezone(ZONE)
        return f"{local.year}年{local.month}月{local.day}日 星期{WEEKDAYS[local.weekday()]}"

    @property
    def token(self) -> str:
        """A token of a session, of a share, of a cache."""
        return f"{self.draw():016x}"

    def draw(self) -> int:
        """Another number each time."""
        return next(self._draws)

    @cached_property
    def _draws(self) -> Iterator[int]:
        return numbers(self.site, self.path, self.beat)

    def headlines(self, size: int) -> list[str]:
        """What is hot, or related, just now."""
        return shuffled(HEADLINES, self.draw())[:size]

    def tag(self, name: str, attributes: Sequence[str]) -> str:
        """An opening tag with its attributes in any order."""
        start = self.draw() % len(attributes)
        return f"<{name} {' '.join((*attributes[start:], *attributes[:start]))}>"

    def blurred(self, line: str) -> str:
        """The line with invisible characters in it, blanks of another kind and marks of another width."""
        mood = self.draw() % 4
        if mood == 0:
            return line
        if mood == 1:
            return line.translate(WIDTHS)
        place = 4 + self.draw() % max(1, len(line) - 8)
        if mood == 2 and _is_between_words(line, place):
            return f"{line[:place]}\u200b{line[place:]}"
        return "\u3000\u3000" + line.replace("\u3000", "\u00a0", 1)


@lru_cache(maxsize=2048)
def traditional(text: str) -> str:
    """In Traditional characters."""
    converted: str = _converter().convert(text)
    return converted


@lru_cache(maxsize=2048)
def annotated(text: str) -> str:
    """In Traditional characters, some of them with their pinyin, always the same ones."""
    return "".join(f"{one}({PINYIN[one]})" if one in PINYIN else one for one in traditional(text))


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("s2t")


def _is_between_words(line: str, place: int) -> bool:
    """Whether both neighbours are Chinese characters: no figure is torn apart."""
    return all("\u4e00" <= one <= "\u9fff" for one in line[place - 1 : place + 1])
