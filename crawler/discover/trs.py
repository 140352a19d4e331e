"""The documents of a static list of TRS WCM, and where it goes on (kind `trs`)."""

import re
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlsplit

from core.identity import number_in_title
from core.model import Ask, Reference
from core.source import SourceKind
from crawler.discover.address import absolute
from crawler.discover.legend import plain_title
from crawler.discover.listing import html_list
from crawler.discover.outcome import Answer, Found, Outcome, Rules

SEVERAL = 3
ARTICLE = re.compile(r"/t(?:19|20)\d{6}_\d{1,12}\.s?html?")
ARTICLE_NAME = re.compile(r"t(?:19|20)\d{6}_\d+")
# Sohu's writes the id of its box first: createPageHTML('page_div',10, 1,'list','shtml',189).
CALL = re.compile(
    r"(?<!//)createPageHTML\s{0,9}\(\s{0,9}(?:[\"'][\w#.-]{0,60}[\"']\s{0,9},\s{0,9})?[\"']?(?P<pages>\d{1,5})[\"']?\s{0,9},"
    r"\s{0,9}[\"']?(?P<current>\d{1,5})[\"']?\s{0,9},\s{0,9}[\"'](?P<name>[\w-]{1,60})[\"']\s{0,9},\s{0,9}[\"']\.?(?P<end>\w{2,6})[\"']"
)
PAGES = re.compile(r"var\s{1,9}countPage\s{0,9}=\s{0,9}(\d{1,5})")
CURRENT = re.compile(r"var\s{1,9}currentPage\s{0,9}=\s{0,9}(\d{1,5})")
LINKED = re.compile(
    r"href=\\?[\"']?([\w-]{1,60})\"\s{0,9}\+\s{0,9}\"_\"\s{0,9}\+\s{0,9}\w{1,20}\s{0,9}"
    r"\+\s{0,9}\"\.\"\s{0,9}\+\s{0,9}\"(\w{2,6})"
)
CONFIG = re.compile(r"pagination_script_config\s{0,9}=\s{0,9}\{([^{}]{0,1000})\}")
CONFIGURED = re.compile(r"(pageNumber|total)\s{0,9}:\s{0,9}[\"']?(\d{1,5})")
NUMBERED = re.compile(r"(?P<name>[\w-]{1,60}?)_(?P<number>\d{1,5})\.s?html?")
MARKS = re.compile(r"^(?:\s|[·•●▪■◆※]|[【\[(（](?:置顶|顶|热|新|new|hot)[】\])）])+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Pager:
    """What the page says of its pages: how many, the number of this one as written, and what they are called."""

    pages: int
    current: int
    name: str = "index"
    end: str = "html"


def trs(answer: Answer, rules: Rules) -> Outcome:
    """The documents of a list page, as any HTML list shows them, and the page after it, which is numbered from zero."""
    outcome = html_list(answer, rules)
    if not isinstance(outcome, Found):
        return outcome
    references = tuple(_plainly(reference) for reference in outcome.references)
    own_way = rules.paging.next is None and rules.paging.url is None
    pager = _pager(answer.text) if own_way else None
    further = _further(pager, answer) if pager else outcome.further
    return Found(references, further, SourceKind.TRS)


def is_trs(text: str) -> bool:
    """Whether a page is a list of TRS WCM: by its pager, or by several links to its articles."""
    if "NFCMS_" in text:
        return False
    return _pager(text) is not None or len(list(islice(ARTICLE.finditer(text), SEVERAL))) == SEVERAL


def _pager(text: str) -> _Pager | None:
    """The first pager of a list; those of an article in several pages bear the article's name."""
    for call in CALL.finditer(text):
        if not ARTICLE_NAME.fullmatch(call["name"]):
            return _Pager(int(call["pages"]), int(call["current"]), call["name"], call["end"])
    pages = PAGES.search(text)
    if pages:
        current, linked = CURRENT.search(text), LINKED.search(text)
        name, end = (linked[1], linked[2]) if linked else ("index", "html")
        pager = _Pager(int(pages[1]), int(current[1]) if current else 0, name, end)
        return None if ARTICLE_NAME.fullmatch(name) else pager
    config = CONFIG.search(text)
    said = dict(CONFIGURED.findall(config[1])) if config else {}
    return _Pager(int(said["total"]), int(said.get("pageNumber", "0"))) if "total" in said else None


def _further(pager: _Pager, answer: Answer) -> Ask | None:
    """The next page: index_1 is the second; only where the first calls itself 1, index_2 is (handbook §1, trap 1)."""
    first = 1 if pager.current == answer.number else 0
    named = NUMBERED.fullmatch(urlsplit(answer.url).path.rpartition("/")[2])
    current = int(named["number"]) if named and named["name"] == pager.name else first
    if current + 1 >= pager.pages + first:
        return None
    url = absolute(f"{pager.name}_{current + 1}.{pager.end}", answer.url)
    return Ask(url=url) if url else None


def _plainly(reference: Reference) -> Reference:
    """A reference without the marks before its title, and with the number that its title gives it (handbook §2.3)."""
    title = plain_title(MARKS.sub("", reference.title or ""))
    number = number_in_title(title) if title and reference.listed.doc_number is None else None
    listed = replace(reference.listed, doc_number=str(number)) if number else reference.listed
    return replace(reference, title=title or reference.title, listed=listed)
