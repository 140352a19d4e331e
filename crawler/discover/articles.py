"""The rows `articles[]` that the vendor of gkmlpt and NFCMS writes: addresses, title, days and standing."""

import re
from collections.abc import Sequence

from core.address_key import address_key
from core.identity import doc_number
from core.model import Attachment, Listed, Reference, Validity
from crawler.discover.address import absolute, host_ends, publishes, same_site
from crawler.discover.choice import chosen
from crawler.discover.dialects import date_in, is_article
from crawler.discover.json_value import Value, day_of, keys, value_of, word
from crawler.discover.legend import plain_title, without_markup
from crawler.discover.outcome import Rules, Unreadable

MOST_ROWS = 5000
MOST_FILES = 5000
LONGEST_INNER = 50_000
INNER = ("gkml_data", "json_ext")
ADDRESSES = ("jump_url", "url", "post_url", "mpost_url")
PUBLISHED = (
    "display_publish_time",
    "visible_publish_time",
    "publish_time",
    "first_publish_time",
    "pub_time",
    "created_at",
    "create_time",
)
SET = ("1", "true", "是")
MOBILE = "/mpost_"
NOTHING = frozenset({"", "无", "暂无", "null", "none"})
MARKED = re.compile(r"[【\[(（〔]\s*(?:[该本此]?文件)?(?:已|全文)?经?(废止|废除|失效)\s*[】\])）〕]")
NOT_VALID = re.compile(r"(?:已|全文|已被)?(?:(?P<repealed>废止|废除)|失效|无效)")


class Articles:
    """Rows of one answer.

    Args:
        base: address that relative ones refer to; its site is the listing's own.
        days: fields that give a row its day of publication, the surest first.
        written: field of the day on which a document was drawn up (成文日期).
    """

    def __init__(self, base: str, rules: Rules, *, days: Sequence[str], written: str | None = None) -> None:
        self._base, self._rules, self._days, self._written = base, rules, days, written
        itself = (absolute(url, base) for url in (base, *rules.itself))
        self._files_left = MOST_FILES
        self._itself = frozenset(address_key(url) for url in itself if url)

    def read(self, rows: Sequence[Value]) -> tuple[Reference, ...] | Unreadable:
        """The documents of rows, in their order, each once; or why none can be read."""
        whole = [_whole(row) for row in rows[:MOST_ROWS]]
        if whole and not any(_hrefs(row) for row in whole):
            return Unreadable(f"no row has an address at 'url'; the first row has: {keys(rows[0])}")
        read = (self._reference(row) for row in whole)
        return chosen((reference for reference in read if reference), self._rules)

    def _reference(self, row: dict[str, Value]) -> Reference | None:
        addresses = self._addresses(row)
        if not addresses:
            return None
        url = addresses[0]
        known = {address_key(url)}
        also = [other for other in addresses[1:] if is_article(other) and address_key(other) not in known]
        days = (day_of(row.get(name), self._rules.zone) for name in self._days)
        title = _line(row, "title")
        day = next((found for found in days if found), None) or date_in(url)
        return Reference(url, title, day, self._listed(row, title), tuple(also))

    def _addresses(self, row: dict[str, Value]) -> list[str]:
        """Addresses of a row's document, the best first: an article's, not mobile, under the scheme that works."""
        found = (absolute(href, self._base) for href in _hrefs(row))
        here = [url for url in dict.fromkeys(found) if url and self._wants(url)]
        scheme = self._base.partition(":")[0]
        return sorted(here, key=lambda url: (not is_article(url), MOBILE in url, url.partition(":")[0] != scheme))

    def _wants(self, url: str) -> bool:
        """Whether an address may be a document: on another host, where authorities publish or `include` names it."""
        if address_key(url) in self._itself:
            return False
        if self._rules.include is None or same_site(url, self._base):
            return publishes(url, self._base)
        match = re.search(self._rules.include, url)
        return match is not None and match.start() < host_ends(url)

    def _listed(self, row: dict[str, Value], title: str | None) -> Listed:
        numbered = _line(row, "document_number", "EXT_zh")
        number = doc_number(numbered) if numbered else None
        return Listed(
            doc_number=str(number) if number else None,
            index_number=_line(row, "identifier"),
            agency=_line(row, "publisher", "EXT_fwdw"),
            source_label=_line(row, "source"),
            written=day_of(row.get(self._written), self._rules.zone) if self._written else None,
            validity=validity_of(row, title),
            attachments=self._files(row.get("attachment") or row.get("attachments")),
        )

    def _files(self, value: Value) -> tuple[Attachment, ...]:
        """Files of a row, as long as the answer has not named too many in all."""
        named = value[: self._files_left] if isinstance(value, list) else []
        self._files_left -= len(named)
        files: dict[str, Attachment] = {}
        for file in named:
            plain: dict[str, Value] = file if isinstance(file, dict) else {"url": file}
            href = plain.get("url")
            url = absolute(href, self._base) if isinstance(href, str) else None
            if url:
                name = _line(plain, "name", "title") or url.rpartition("/")[2] or url
                files.setdefault(url, Attachment(name=name, url=url))
        return tuple(files.values())


def validity_of(row: dict[str, Value], title: str | None) -> Validity | None:
    """What flags, the field 时效 and the title say together; one mark of its end is enough (handbook §1, trap 7)."""
    marked = MARKED.search(title) if title else None
    said = NOT_VALID.fullmatch(_line(row, "EXT_sx") or "")
    ended = {name: row.get(name) for name in ("is_abolished", "is_expired")}
    if _is_set(ended["is_abolished"]) or (marked and marked[1] != "失效") or (said and said["repealed"]):
        return Validity.REPEALED
    if _is_set(ended["is_expired"]) or marked or said:
        return Validity.EXPIRED
    valid = _line(row, "EXT_sx") == "有效" or any(value is not None for value in ended.values())
    return Validity.IN_FORCE if valid else None


def _is_set(value: Value) -> bool:
    return value is True or (word(value) or "").lower() in SET


def _whole(row: Value) -> dict[str, Value]:
    """A row with what its JSON texts add to it."""
    plain = row if isinstance(row, dict) else {}
    whole: dict[str, Value] = {}
    for name in INNER:
        text = plain.get(name)
        value = value_of(text) if isinstance(text, str) and len(text) <= LONGEST_INNER else text
        whole.update(value if isinstance(value, dict) else {})
    whole.update({name: value for name, value in plain.items() if value not in (None, "")})
    return whole


def _hrefs(row: dict[str, Value]) -> list[str]:
    return [href for href in (word(row.get(name)) for name in ADDRESSES) if href]


def _line(row: dict[str, Value], *names: str) -> str | None:
    """The first of some fields that says something, in one line."""
    lines = (plain_title(without_markup(text)) for text in (word(row.get(name)) for name in names) if text)
    return next((line for line in lines if line and not _is_nothing(line)), None)


def _is_nothing(line: str) -> bool:
    return "".join(filter(str.isalnum, line)).lower() in NOTHING
