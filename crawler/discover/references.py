"""Which documents a listing names, whatever its kind."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from core.model import Ask, Reference
from core.source import Source, SourceKind
from crawler.discover.feed import feed
from crawler.discover.gkmlpt import gkmlpt
from crawler.discover.govcn import govcn
from crawler.discover.hanweb import hanweb
from crawler.discover.json_listing import json_list
from crawler.discover.listing import html_list
from crawler.discover.nfcms import nfcms
from crawler.discover.outcome import Answer, Found, Outcome, Rules, Unreadable
from crawler.discover.recognise import feed_of, recognised
from crawler.discover.sitemap import sitemap
from crawler.discover.trs import trs

Reader = Callable[[Answer, Rules], Outcome]


def _itself(answer: Answer, _rules: Rules) -> Outcome:
    return Found((Reference(answer.ask.url),), kind=SourceKind.PAGE)


READERS: dict[SourceKind, Reader] = {
    SourceKind.PAGE: _itself,
    SourceKind.LIST: html_list,
    SourceKind.FEED: feed,
    SourceKind.SITEMAP: sitemap,
    SourceKind.JSON: json_list,
    SourceKind.GKMLPT: gkmlpt,
    SourceKind.NFCMS: nfcms,
    SourceKind.TRS: trs,
    SourceKind.HANWEB: hanweb,
    SourceKind.GOVCN: govcn,
}


def first_ask(source: Source) -> Ask:
    """The first request of a source's listing."""
    api = source.discovery.api
    if api is None:
        return Ask(url=source.url)
    content_type = api.content_type if api.body is not None else None
    return Ask(url=source.url, method=api.method, body=api.body, content_type=content_type)


def rules_of(source: Source) -> Rules:
    """How a source wants its listing read."""
    discovery = source.discovery
    return Rules(
        include=discovery.include,
        exclude=discovery.exclude,
        rows=discovery.rows,
        itself=(source.url,),
        api=discovery.api,
        paging=discovery.paging,
        zone=ZoneInfo(source.pace.timezone),
    )


def references(kind: SourceKind, answer: Answer, rules: Rules) -> Outcome:
    """The documents that a listing names, in its order, each once; or the door to them.

    A source of kind `page`, or of kind `auto` that turns out to be an article, names itself.
    """
    if kind is not SourceKind.AUTO:
        return READERS[kind](answer, rules)
    found = recognised(answer)
    if isinstance(found, Unreadable):
        return found
    # With `include` the operator said that links are wanted, whatever the page looks like.
    said = READERS[SourceKind.LIST if rules.include and found is SourceKind.PAGE else found](answer, rules)
    nothing = isinstance(said, Unreadable) or (isinstance(said, Found) and not said.references)
    return (feed_of(answer) if nothing and found is SourceKind.LIST else None) or said
