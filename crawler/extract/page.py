"""A page as a document: the parts put together."""

from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from core.identity import DocNumber, doc_number, stage_of
from core.model import Attachment, Block, Dates, Document, PageKind
from core.source import Selectors
from crawler.extract import dates
from crawler.extract.attachments import attachments_of
from crawler.extract.blocks import blocks_of
from crawler.extract.body import Span, find_body
from crawler.extract.embedded import with_embedded_text
from crawler.extract.head import metas_of, title_tag
from crawler.extract.kind import Verdict, kind_of
from crawler.extract.labels import facts_of, source_of
from crawler.extract.lexicon import Chrome, key_of
from crawler.extract.lines import Lines, lines_of
from crawler.extract.title import Title, find_title
from crawler.extract.worth import Judged, judge

HEAD_LINES = 14
TAIL_LINES = 8


@dataclass(frozen=True, slots=True)
class Extract:
    """A document whose blocks are not folded yet, and the words that decided what kind of page it is."""

    document: Document
    evidence: str = ""


def extract(html: str, *, url: str | None = None, selectors: Selectors | None = None) -> Extract:
    """Read a decoded page; `selectors` overrule what the extractor would choose. Never raises on any text."""
    selectors = selectors or Selectors()
    tree = LexborHTMLParser(with_embedded_text(html))
    _remove(tree, selectors.remove)
    page = lines_of(tree, _chosen(tree, selectors.body))
    metas = metas_of(tree)
    judged = judge(page.lines)
    title = _selected_title(tree, selectors.title) or find_title(judged, metas, title_tag(tree))
    span = find_body(page, judged, title.line if title else None)
    blocks = _blocks(judged, span, title)
    verdict = kind_of(html, page, span, title.text if title else "", "\n".join(block.text for block in blocks))
    if selectors.body:
        verdict = _trusting(verdict, page, blocks)
    facts = _Facts(page, judged, metas, title, span, url, _selected_text(tree, selectors.date))
    document = facts.document(verdict.kind, blocks)
    return Extract(document, verdict.evidence)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What surrounds the text."""

    page: Lines
    judged: list[Judged]
    metas: dict[str, str]
    title: Title | None
    span: Span | None
    url: str | None
    selected_date: str | None

    def document(self, kind: PageKind, blocks: tuple[Block, ...]) -> Document:
        body = "\n".join(block.text for block in blocks)
        head, tail = self._head(), self._tail()
        facts = facts_of([*head, *tail])
        source = source_of(facts, self.metas, head)
        number = (
            doc_number(facts.get("doc_number", ""))
            or doc_number(self.title.text if self.title else "")
            or _own_number(blocks)
        )
        return Document(
            page_kind=kind,
            title=self.title.text if self.title else None,
            blocks=blocks,
            dates=self._dates(facts, head, tail, blocks),
            agency=facts.get("agency"),
            source_label=source,
            doc_number=str(number) if number else None,
            index_number=facts.get("index_number"),
            stage=stage_of(self.title.text if self.title else None, body) if kind is PageKind.ARTICLE else None,
            attachments=self._attachments(),
            flags=("spam_injected",) if any(item.chrome is Chrome.SPAM for item in self.judged) else (),
        )

    def _head(self) -> list[str]:
        """Lines from the title to the text, then those above the title, nearest first."""
        lines = self.page.lines
        start = self.span.first if self.span else len(lines)
        title_line = self.title.line if self.title and self.title.line is not None else None
        if title_line is None or title_line >= start:
            return [line.text for line in lines[max(0, start - HEAD_LINES) : start]]
        between = [line.text for line in lines[title_line + 1 : start][: 3 * HEAD_LINES]]
        above = [line.text for line in lines[max(0, title_line - 2 * HEAD_LINES) : title_line]]
        return [*between, "", *above]

    def _tail(self) -> list[str]:
        end = self.span.end if self.span else 0
        return [line.text for line in self.page.lines[end : end + TAIL_LINES]]

    def _dates(self, facts: dict[str, str], head: list[str], tail: list[str], blocks: tuple[Block, ...]) -> Dates:
        body = "\n".join(block.text for block in blocks)
        chosen = dates.first_moment(self.selected_date) if self.selected_date else None
        published = chosen or dates.published(head, self.metas, tail, self.url)
        return Dates(
            written=_day(facts.get("written")) or dates.signed([block.text for block in blocks]),
            published=published.day if published else None,
            published_at=published.at if published else None,
            effective=_day(facts.get("effective")) or dates.effective(body),
            deadline=dates.deadline(body),
            expires=_day(facts.get("expires")) or dates.expires(body),
        )

    def _attachments(self) -> tuple[Attachment, ...]:
        if self.span is None:
            return ()
        near = range(self.span.first, self.span.end + TAIL_LINES)
        return attachments_of((link for link in self.page.links if link.line in near), self.url)


def _blocks(judged: list[Judged], span: Span | None, title: Title | None) -> tuple[Block, ...]:
    if span is None:
        return ()
    return blocks_of(judged[span.first : span.end], key_of(title.text) if title else None)


def _own_number(blocks: tuple[Block, ...]) -> DocNumber | None:
    """A number that stands alone in one of the first lines is the document's own; one in a sentence is cited."""
    for block in blocks[:4]:
        if len(block.text) <= 40 and (number := doc_number(block.text)) is not None:
            return number
    return None


def _day(text: str | None) -> date | None:
    moment = dates.first_moment(text) if text else None
    return moment.day if moment else None


def _trusting(verdict: Verdict, page: Lines, blocks: tuple[Block, ...]) -> Verdict:
    """With a `select.body` the operator vouches for the text; where it matches nothing, nothing else is taken."""
    if verdict.kind in (PageKind.MISSING, PageKind.BLOCKED):
        return verdict
    if not any(box.chosen for box in page.boxes):
        return Verdict(PageKind.EMPTY, "select.body matches nothing")
    return Verdict(PageKind.ARTICLE if blocks else PageKind.EMPTY)


def _remove(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> None:
    for selector in selectors:
        for node in _matches(tree, selector):
            node.decompose()


def _chosen(tree: LexborHTMLParser, selector: str | None) -> list[int]:
    return [node.mem_id for node in _matches(tree, selector)[:1]] if selector else []


def _selected_title(tree: LexborHTMLParser, selector: str | None) -> Title | None:
    text = _selected_text(tree, selector)
    return Title(text, None) if text else None


def _selected_text(tree: LexborHTMLParser, selector: str | None) -> str | None:
    if selector is None:
        return None
    return next((text for node in _matches(tree, selector) if (text := " ".join(node.text().split()))), None)


def _matches(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """Nodes that a selector matches; one that the engine does not understand matches nothing."""
    try:
        return tree.css(selector)
    except (SelectolaxError, ValueError):
        return []
