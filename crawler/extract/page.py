"""A page as a document: the parts put together."""

from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from core.model import Attachment, Block, Document, PageKind
from core.source import Selectors
from crawler.extract.attachments import attachments_of
from crawler.extract.blocks import blocks_of
from crawler.extract.body import Span, find_body
from crawler.extract.dates import Told
from crawler.extract.embedded import with_embedded_text
from crawler.extract.facts import Surroundings
from crawler.extract.head import metas_of, title_tag
from crawler.extract.kind import SHORT, THIN, Seen, Trust, Verdict, kind_of
from crawler.extract.lexicon import Chrome, key_of
from crawler.extract.lines import Lines, lines_of
from crawler.extract.mirror import mirror_signal
from crawler.extract.paging import continuation
from crawler.extract.thin import pictures_of, viewed_files
from crawler.extract.title import Title, find_title
from crawler.extract.worth import Judged, judge

HEAD_LINES = 14
TAIL_LINES = 8
OPENING_LINES = 6
PAGER_LINES = 16
FILE_LINES = 40


@dataclass(frozen=True, slots=True)
class Extract:
    """A document whose blocks are not folded yet, whether it can be believed, and the words that decided it."""

    document: Document
    trust: Trust = Trust.ARTICLE
    evidence: str = ""
    rest: str = ""
    """Digest of the whole text where `document` holds only its beginning."""


def extract(
    html: str, *, utf8: bytes | None = None, url: str | None = None, selectors: Selectors | None = None
) -> Extract:
    """Read a decoded page; `selectors` overrule what the extractor would choose. Never raises on any text.

    Args:
        utf8: the same page as bytes, where the caller has them.
    """
    selectors = selectors or Selectors()
    tree = LexborHTMLParser(with_embedded_text(html.encode(errors="replace") if utf8 is None else utf8))
    _remove(tree, selectors.remove)
    page = lines_of(tree, _chosen(tree, selectors.body))
    metas = metas_of(tree)
    judged = judge(page.lines)
    title = _selected_title(tree, selectors.title) or find_title(judged, metas, title_tag(tree))
    span = find_body(page, judged, title.line if title else None)
    found = _Found(html, tree, page, title, span, _blocks(judged, span, title), metas, url)
    verdict = _trusting(found.verdict(), found) if selectors.body else found.verdict()
    instead = found.shown_instead(verdict) if verdict.trust in _DOUBTED and not selectors.body else None
    found, verdict = instead or (found, verdict)
    document = replace(
        found.surroundings(_selected_text(tree, selectors.date)).document(verdict.kind),
        attachments=found.attachments(),
        flags=found.flags(verdict, judged),
        continuation=found.continuation() if verdict.trust is Trust.ARTICLE else (),
    )
    return Extract(document, verdict.trust, verdict.evidence, page.rest)


_SPAM = Chrome.SPAM
_DOUBTED = (Trust.ARTICLE, Trust.EMPTY)
_FLAGS = {Trust.IMAGE_ONLY: "image_only", Trust.SCANNED: "scanned", Trust.HIJACKED: "hijacked"}


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found on a page: its title, the stretch of its text, and the files it shows besides."""

    html: str
    tree: LexborHTMLParser
    page: Lines
    title: Title | None
    span: Span | None
    blocks: tuple[Block, ...]
    metas: dict[str, str]
    url: str | None
    shown: tuple[Attachment, ...] = ()

    def verdict(self) -> Verdict:
        return kind_of(self._seen())

    def shown_instead(self, verdict: Verdict) -> tuple["_Found", Verdict] | None:
        """Where there is hardly a word: the file or pictures shown instead, or attachments that are all there is."""
        seen = self._seen()
        if seen.written >= SHORT:
            return None
        shown = viewed_files(self.tree, self.html, self.url)
        if seen.written >= THIN:
            return (replace(self, shown=shown), verdict) if shown else None
        if shown:
            return replace(self, shown=shown, blocks=()), Verdict(Trust.SCANNED, shown[0].url[:80])
        if not seen.is_dated_or_named or seen.has_sentences:
            return None
        listed = self._files_only() if verdict.trust is Trust.EMPTY else None
        if listed is not None:
            return listed, Verdict(Trust.ARTICLE)
        pictures = pictures_of(self.tree, self.url)
        if not pictures:
            return None
        return replace(self, shown=pictures, blocks=()), Verdict(Trust.IMAGE_ONLY, pictures[0].url[:80])

    def surroundings(self, selected_date: str | None) -> Surroundings:
        title = self.title.text if self.title else None
        between, above, tail = self._around()
        first = self.span.first if self.span else 0
        opening = [line.text for line in self.page.lines[first : first + OPENING_LINES]] if self.span else []
        return Surroundings(
            title, self.blocks, (between, above, opening, tail), Told(self.metas, self.url, self.html), selected_date
        )

    def attachments(self) -> tuple[Attachment, ...]:
        """Linked files in the text and just below it, then those that are shown in the page."""
        linked: tuple[Attachment, ...] = ()
        if self.span is not None:
            linked = attachments_of(self.page.links(self.span.first, self.span.end + TAIL_LINES), self.url)
        return tuple({file.url: file for file in (*self.shown, *linked)}.values()) if self.shown else linked

    def flags(self, verdict: Verdict, judged: list[Judged]) -> tuple[str, ...]:
        flags = [_FLAGS[verdict.trust]] if verdict.trust in _FLAGS else []
        if self.page.rest:
            flags.append("truncated")
        if _SPAM in {item.chrome for item in judged}:
            flags.append("spam_injected")
        if mirror_signal(self.metas, self.url) is not None:
            flags.append("mirror_signals")
        return tuple(flags)

    def continuation(self) -> tuple[str, ...]:
        if self.span is None:
            return ()
        return continuation(self.html, self.page.links(self.span.first, self.span.end + PAGER_LINES), self.url)

    def _seen(self) -> Seen:
        stretch = (self.span.first, self.span.end) if self.span else None
        title = self.title.text if self.title else ""
        texts = [block.text for block in self.blocks]
        return Seen(self.html, self.page, title, texts, self._around()[0], stretch, self.metas)

    def _around(self) -> tuple[list[str], list[str], list[str]]:
        """The lines between title and text, those above the title, and those below the text."""
        lines = self.page.lines
        start, end = self._text_begins(), self.span.end if self.span else 0
        tail = [line.text for line in lines[end : end + TAIL_LINES]]
        title_line = self.title.line if self.title else None
        if title_line is None or title_line >= start:
            return [line.text for line in lines[max(0, start - HEAD_LINES) : start]], [], tail
        between = [line.text for line in lines[title_line + 1 : start][: 3 * HEAD_LINES]]
        above = [line.text for line in lines[max(0, title_line - 2 * HEAD_LINES) : title_line]]
        return between, above, tail

    def _text_begins(self) -> int:
        """The line of the first block: a stretch may begin with the title and the facts below it."""
        if self.span is None:
            return len(self.page.lines)
        if self.blocks:
            for index in range(self.span.first, min(self.span.end, self.span.first + HEAD_LINES)):
                if self.blocks[0].text.startswith(self.page.lines[index].text):
                    return index
            return self.span.first
        below_title = self.title.line + 1 + TAIL_LINES if self.title and self.title.line is not None else 0
        return min(len(self.page.lines), max(self.span.first, below_title))

    def _files_only(self) -> "_Found | None":
        """A notice that consists of its attachments: their lines are its text."""
        first = self.title.line + 1 if self.title and self.title.line is not None else 0
        near = self.page.links(first, min(first + FILE_LINES, len(self.page.lines)))
        links = [link for link in near if attachments_of([link], None)]
        if not links:
            return None
        lines = sorted({link.line for link in links})
        blocks = tuple(Block(self.page.lines[index].text, "") for index in lines)
        return replace(self, blocks=blocks, span=Span(lines[0], lines[-1] + 1, 0.0))


def _blocks(judged: list[Judged], span: Span | None, title: Title | None) -> tuple[Block, ...]:
    if span is None:
        return ()
    return blocks_of(judged[span.first : span.end], key_of(title.text) if title else None)


def _trusting(verdict: Verdict, found: _Found) -> Verdict:
    """With a `select.body` the operator vouches for the text; where it matches nothing, nothing else is taken."""
    if verdict.kind in (PageKind.MISSING, PageKind.BLOCKED):
        return verdict
    if found.page.chosen is None:
        return Verdict(Trust.EMPTY, "select.body matches nothing")
    return Verdict(Trust.ARTICLE if found.blocks else Trust.EMPTY)


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
