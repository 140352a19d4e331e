"""Kind `auto`: which kind of listing an answer is, by the marks of its platform, then by its structure."""

from core.model import Ask
from core.source import SourceKind
from crawler.discover.auto import judge
from crawler.discover.dialects import is_article
from crawler.discover.feed import feed_link, is_feed
from crawler.discover.gkmlpt import is_gkmlpt
from crawler.discover.govcn import is_govcn
from crawler.discover.hanweb import is_hanweb
from crawler.discover.markup import tree_of
from crawler.discover.nfcms import is_nfcms
from crawler.discover.outcome import Answer, Elsewhere, Unreadable
from crawler.discover.sitemap import is_sitemap
from crawler.discover.trs import is_trs


def recognised(answer: Answer) -> SourceKind | Unreadable:
    """The kind of an answer. A platform is believed of a page that is a list; its articles are like all others."""
    text = answer.text
    if is_feed(text):
        return SourceKind.FEED
    if is_sitemap(text):
        return SourceKind.SITEMAP
    if is_gkmlpt(text):
        return SourceKind.GKMLPT
    if is_govcn(text, answer.url):
        return SourceKind.GOVCN
    if is_nfcms(text):
        return SourceKind.NFCMS
    if is_hanweb(text) and not is_article(answer.url):
        return SourceKind.HANWEB  # its rows stand in a script, where no structure shows
    judged = judge(text, answer.url)
    return SourceKind.TRS if judged is SourceKind.LIST and is_trs(text) else judged


def feed_of(answer: Answer) -> Elsewhere | None:
    """The feed that a page without a readable list names in its head."""
    tree = tree_of(answer.text)
    url = None if isinstance(tree, Unreadable) else feed_link(tree, answer.url)
    return Elsewhere(kind=SourceKind.FEED, ask=Ask(url=url), why="the page names its feed") if url else None
