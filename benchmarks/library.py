"""Documents in Chinese of our own writing by the hundred thousand: words as often as words are, and what to ask for."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import accumulate

from core.model import Block, Dates, Document, PageKind
from tests.fakes.policies import policies

SENTENCES = 2_000
WORDS = 20_000
FIRST_DAY = date(2014, 1, 1)
DAYS = 4_400
CODES = ("粤府", "穗府办", "深科规")
BRACKETS = ("〔{}〕", "[{}]", "（{}）", "【{}】")
PHRASES = ("管理办法", "理办法", "实施办法", "扶持办法")
COMMON = ("通知", "办法", "关于印发", "项目", "资金", "人民政府", "规定", "管理办法", "广州市", "申报")


class Library:
    """A source of documents, half of each from the policies of the tests and half of words that occur by Zipf's law.

    Attributes:
        characters: of all documents made so far.
    """

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        written = policies(SENTENCES, seed)
        self._titles = [policy.title for policy in written]
        self._sentences = [paragraph for policy in written for paragraph in policy.paragraphs]
        signs = [chr(0x4E00 + at * 7) for at in range(2_800)]
        weights = [1 / (rank + 8) for rank in range(len(signs))]
        lengths = (1, 2, 2, 2, 2, 3, 4)
        self._words = [
            "".join(self.chance.choices(signs, weights, k=self.chance.choice(lengths))) for _ in range(WORDS)
        ]
        self._often = list(accumulate(1 / (rank + 10) for rank in range(WORDS)))
        self._kept: list[Document] = []
        self.characters = 0

    def document(self) -> Document:
        """One more."""
        title = f"{self.chance.choice(self._titles)}{''.join(self._some(2))}"
        year, serial = self.chance.randint(2014, 2026), self.chance.randint(1, 400)
        number = f"{self.chance.choice(CODES)}〔{year}〕{serial}号"
        paragraphs = [number, *self.chance.sample(self._sentences, 5)]
        paragraphs += ["，".join("".join(self._some(6)) for _ in range(5)) + "。" for _ in range(5)]
        self.characters += sum(map(len, paragraphs))
        made = Document(
            page_kind=PageKind.ARTICLE,
            title=title,
            doc_number=number,
            blocks=tuple(Block(text, text.replace("　", "")) for text in paragraphs),
            dates=Dates(published=FIRST_DAY + timedelta(days=self.chance.randrange(DAYS))),
        )
        if len(self._kept) < SENTENCES:
            self._kept.append(made)
        return made

    def queries(self, each: int) -> Iterator[tuple[str, list[str]]]:
        """So many of each kind."""
        made: dict[str, Callable[[], str]] = {
            "common word": lambda: self.chance.choice(COMMON),
            "one sign": lambda: self.chance.choice("的市关人第府万"),
            "rare word": lambda: self.chance.choice([word for word in self._words[-4_000:] if len(word) > 1]),
            "phrase of a text": self._cut,
            "文号": self._number,
            "three common words": lambda: " ".join(self.chance.sample(COMMON, 3)),
            "common and rare word": lambda: f"{self.chance.choice(COMMON)} {self.chance.choice(self._words[-4_000:])}",
            "common without common": lambda: "{} -{}".format(*self.chance.sample(COMMON, 2)),
            "common signs that never meet": self._never,
            "common without its own phrase": lambda: f"办法 -{self.chance.choice(PHRASES)}",
        }
        for kind, ask in made.items():
            yield kind, [ask() for _ in range(each)]

    def _some(self, count: int) -> list[str]:
        return self.chance.choices(self._words, cum_weights=self._often, k=count)

    def _cut(self) -> str:
        text = self.chance.choice(self.chance.choice(self._kept).blocks[1:]).folded
        start = self.chance.randrange(max(1, len(text) - 12))
        return text[start : start + self.chance.randint(4, 12)].strip("-")

    def _number(self) -> str:
        said = self.chance.choice(self._kept).doc_number or ""
        code, rest = said.split("〔")
        year, serial = rest.split("〕")
        return code + self.chance.choice(BRACKETS).format(year) + serial

    def _never(self) -> str:
        return "".join(self.chance.sample("的市关人第府万资管", 3))
