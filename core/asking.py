"""What a look is conditional on, and where it may not lead."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from core.model import Fresh, Gone, Page, Sight, Validators

UNASKED = 8
"""One look in so many asks for the bytes: some servers say 304 for ever, whatever became of the page."""

_HOME = re.compile(r"/?|/(?:index|default|home|main)\.\w{2,5}", re.IGNORECASE)


def conditions(validators: Validators, revision: int) -> Validators:
    """The validators that a look is sent with; now and then only the digest of the bytes, which we compare ourselves.

    Args:
        revision: of what is looked at, which grows with every look.

    >>> [conditions(Validators(etag="1", raw_digest="f"), at).etag for at in (7, 8)]
    ['1', None]
    """
    return validators if revision % UNASKED else replace(validators, etag=None, last_modified=None)


def landed(sight: Sight, page: Page) -> Sight:
    """The sight of a page; one that leads to a home page instead says that the document is not there (handbook §3.4).

    What always led there, and an address that was configured by hand, is believed.
    """
    if not isinstance(sight, Fresh) or is_home(page.url) or not is_home(sight.url):
        return sight
    was = page.latest.evidence.get(":url", page.url) if page.latest else page.url
    if is_home(was) or (page.latest is None and page.listed_title is None):
        return sight
    return Gone(status=sight.status, soft=True, evidence=f"redirected to {sight.url}"[:200])


def is_home(url: str) -> bool:
    """Whether an address is the front page of a site.

    >>> is_home("https://www.example.gov.cn/index.html"), is_home("https://www.example.gov.cn/?id=7")
    (True, False)
    """
    parts = urlsplit(url)
    return not parts.query and _HOME.fullmatch(parts.path) is not None
