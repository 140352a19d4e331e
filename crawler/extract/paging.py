"""The further pages of a document that its site spreads over several (handbook §3.4)."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, urljoin, urlsplit

from crawler.extract.lines import Link

MOST_PAGES = 200
"""No document has more; a number beyond it is a trap or an id."""

_CALL = re.compile(r"createPageHTML\s*\(([^()]{1,200})\)")
_ARGUMENT = re.compile(r"""["']([^"']*)["']|(-?\d+)""")
_NUMBER = re.compile(r"\D{0,4}(\d{1,3})\D{0,4}")
_ONWARD = re.compile(
    r"\W*(?:下一?[页頁]|[尾末][页頁]|第?\s*\d{1,3}\s*[页頁]?|next|余下全文|阅读全文)\W*", re.IGNORECASE
)
_NEXT = re.compile("下一|next", re.IGNORECASE)
_FILE = re.compile(r"(?P<stem>.*?)(?P<ending>\.[A-Za-z]{3,5})?")
_LISTS = re.compile(r"(?:index|list|default|node|more|col\d+|channel)(?:_\d+)?", re.IGNORECASE)
_PAGE_KEYS = frozenset(("page", "p", "pageno", "pageindex", "pn", "curpage", "currentpage", "pagenum", "page_no"))


def continuation(html: str, links: Iterable[Link], url: str | None) -> tuple[str, ...]:
    """Absolute addresses of the pages 2 to n of the document at `url`, in order; () where the site names none.

    Only pages that bear the document's own name are taken (`t2026_1.html` goes on at `t2026_1_1.html` or at
    `t2026_1_2.html`), or its own address with a page number (`?id=7&page=2`): never a neighbour, never a list.

    Args:
        links: those of the text and of the lines just below it, where pagers stand.
    """
    if not url:
        return ()
    try:
        own = urlsplit(url)
    except ValueError:
        return ()
    folder, _, name = own.path.rpartition("/")
    file = _FILE.fullmatch(name)
    if file is None or not own.scheme.startswith("http"):
        return ()
    if not own.query and name and not _LISTS.fullmatch(file["stem"]):
        said = _scripted(html, file["stem"], file["ending"] or "") if "createPageHTML" in html else ()
        if said:
            return tuple(urljoin(url, f"{folder}/{further}") for further in said)
    return _linked(links, url)


def _scripted(html: str, stem: str, ending: str) -> Sequence[str]:
    """createPageHTML(3, 0, "t2026_1", "html"): TRS counts from 0; with an element's id first, NFCMS counts from 1."""
    for call in _CALL.finditer(html):
        words = [match[1] if match[1] is not None else int(match[2]) for match in _ARGUMENT.finditer(call[1])]
        texts = [word for word in words if isinstance(word, str)]
        numbers = [word for word in words if isinstance(word, int)]
        if len(numbers) < 2 or len(texts) < 2 or stem not in texts:
            continue
        count, current = numbers[0], numbers[1]
        first = 1 if isinstance(words[0], str) else 0
        if current == first and 1 < count <= MOST_PAGES:
            return [f"{stem}_{number}{ending}" for number in range(first + 1, first + count)]
    return ()


def _linked(links: Iterable[Link], url: str) -> tuple[str, ...]:
    """Pages by their links: 1 2 3 下一页. A pager that leaves numbers out (2 3 … 9) means those as well."""
    template = _Template(url)
    if template.is_further:
        return ()
    found: dict[int, str] = {}
    offset = 0
    for link in links:
        number = template.number(link.href)
        if number is None or not _ONWARD.fullmatch(link.text) or not 0 < number <= MOST_PAGES:
            continue
        found[number] = template.address(number, link.href)
        label = _NUMBER.fullmatch(link.text)
        if (label and int(label[1]) == number + 1) or (number == 1 and _NEXT.search(link.text)):
            offset = 1
    first = 2 - offset
    if first not in found:
        return ()
    return tuple(found.get(number) or template.address(number, found[first]) for number in range(first, max(found) + 1))


class _Template:
    """How the addresses of further pages follow from that of the first."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._own = urlsplit(url)
        file = _FILE.fullmatch(self._own.path.rpartition("/")[2])
        self._stem = file["stem"] if file else ""
        self._ending = (file["ending"] if file else "") or ""
        named = rf"{re.escape(self._stem)}[_-](\d{{1,3}}){re.escape(self._ending)}"
        self._named = re.compile(named) if self._stem and not _LISTS.fullmatch(self._stem) else None
        self._query = sorted(item for item in parse_qsl(self._own.query) if item[0].lower() not in _PAGE_KEYS)

    @property
    def is_further(self) -> bool:
        """Whether the page itself is not the first."""
        pages = [value for key, value in parse_qsl(self._own.query) if key.lower() in _PAGE_KEYS]
        return any(page not in {"0", "1"} for page in pages)

    def number(self, href: str) -> int | None:
        """The page number in an address of this document; None for any other address."""
        try:
            other = urlsplit(urljoin(self._url, href.strip()))
            same_place = (other.netloc, other.path) == (self._own.netloc, self._own.path)
        except ValueError:
            return None
        if same_place:
            return self._queried(other.query)
        folder, _, name = other.path.rpartition("/")
        if self._named is None or other.query or (other.netloc, folder) != self._place:
            return None
        match = self._named.fullmatch(name)
        return int(match[1]) if match else None

    def address(self, number: int, like: str) -> str:
        """The address of a page, in the shape of another page's."""
        known = self.number(like)
        whole = urljoin(self._url, like.strip())
        if known == number or known is None:
            return whole
        start, _, end = whole.rpartition(str(known))
        return f"{start}{number}{end}"

    @property
    def _place(self) -> tuple[str, str]:
        return self._own.netloc, self._own.path.rpartition("/")[0]

    def _queried(self, query: str) -> int | None:
        items = parse_qsl(query)
        pages = [value for key, value in items if key.lower() in _PAGE_KEYS]
        if len(pages) != 1 or not pages[0].isdecimal():
            return None
        rest = sorted(item for item in items if item[0].lower() not in _PAGE_KEYS)
        return int(pages[0]) if rest == self._query else None
