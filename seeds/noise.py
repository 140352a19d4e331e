"""The noise of the specimen world: different on every visit, the same on every replay."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cache, cached_property
from hashlib import sha256
from itertools import count
from zoneinfo import ZoneInfo

from seeds.plot import plan
from seeds.world import FOLDER

PLACEHOLDER = re.compile(r"\{\{(?P<name>[a-z]+)(?::(?P<pool>[a-z-]+):(?P<size>\d+))?\}\}")

OPENING = time(8, tzinfo=ZoneInfo("Asia/Shanghai"))

WEEKDAYS = "一二三四五六日"


def is_quiet(text: str) -> bool:
    """Whether a page has no noise, so that it is the same on every visit."""
    return PLACEHOLDER.search(text) is None


def fill(text: str, *, path: str, day: int, visit: int) -> str:
    """Put counters, clocks, tokens and rotating lists where the placeholders stand."""
    return _Noise(path=path, day=day, visit=visit).fill(text)


@dataclass(frozen=True, kw_only=True)
class _Noise:
    """What one visit hears; `draws` numbers the placeholders, so that no two tokens are alike."""

    path: str
    day: int
    visit: int
    draws: "count[int]" = field(default_factory=count)

    def fill(self, text: str) -> str:
        """Fill the placeholders of a page, and those that a rotating list brings along."""
        return PLACEHOLDER.sub(self._word, PLACEHOLDER.sub(self._rotation, text))

    def _rotation(self, match: re.Match[str]) -> str:
        if match["name"] != "rotate":
            return match[0]
        lines, size = _pool(match["pool"]), int(match["size"])
        start = self._draw() % len(lines)
        return "\n".join((lines[start:] + lines[:start])[:size])

    def _word(self, match: re.Match[str]) -> str:
        words: dict[str, Callable[[], str]] = {
            "views": lambda: str(self._views),
            "clock": lambda: f"{self._clock:%Y-%m-%d %H:%M:%S}",
            "today": lambda: f"{self._clock:%Y年%m月%d日} 星期{WEEKDAYS[self._clock.weekday()]}",
            "stamp": lambda: str(int(self._clock.timestamp())),
            "token": lambda: f"{self._draw():032x}"[:32],
            "number": lambda: str(1_000_000 + self._draw() % 9_000_000),
            "digit": lambda: str(self._draw() % 90 + 10),
        }
        return words[match["name"]]()

    @cached_property
    def _clock(self) -> datetime:
        """Later on every visit: the drift is always shorter than the step."""
        opening = datetime.combine(plan().days[self.day - 1], OPENING)
        return opening + timedelta(seconds=61 * self.visit + self._draw() % 40)

    @cached_property
    def _views(self) -> int:
        return _number(self.path) % 9000 + 997 * self.day + 3 * self.visit

    def _draw(self) -> int:
        return _number(f"{self.path}|{self.day}|{self.visit}|{next(self.draws)}")


def _number(seed: str) -> int:
    """A number that looks like chance and is not."""
    return int.from_bytes(sha256(seed.encode()).digest())


@cache
def _pool(name: str) -> list[str]:
    """The entries of a rotating list, one per line."""
    return (FOLDER / "noise" / f"{name}.html").read_text("utf-8").splitlines()
