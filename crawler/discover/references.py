"""Which documents a listing names, whatever its kind."""

from core.model import Reference
from core.source import Source, SourceKind
from crawler.discover.auto import judge
from crawler.discover.json_listing import json_references
from crawler.discover.listing import Rules, listed
from crawler.discover.outcome import Found, Outcome, Unreadable


def references(source: Source, text: str, base_url: str) -> Outcome:
    """The documents that a listing names, in its order, each once.

    A source of kind `page`, or of kind `auto` that turns out to be an article, names itself.

    Args:
        text: the decoded answer.
        base_url: where it came from, after redirects.
    """
    match source.kind:
        case SourceKind.PAGE:
            return Found((Reference(source.url),))
        case SourceKind.JSON:
            return json_references(source, text, base_url)
        case SourceKind.LIST | SourceKind.AUTO:
            return _of_html(source, text, base_url)
        case _:
            return Unreadable(f"kind {source.kind} is not available in this version; use list, page or json")


def _of_html(source: Source, text: str, base_url: str) -> Outcome:
    kind = source.kind
    if kind is SourceKind.AUTO and source.discovery.include is None:
        judged = judge(text, base_url)
        if isinstance(judged, Unreadable):
            return judged
        kind = judged
    if kind is SourceKind.PAGE:
        return Found((Reference(source.url),))
    rules = Rules(source.discovery.include, source.discovery.exclude, itself=(source.url, base_url))
    return listed(text, base_url, rules)
