"""Which addresses are one: the key under which a document is known."""

import re

_MOBILE_POST = re.compile(r"/mpost_(?=\d+\.)")
_INDEX = re.compile(r"/(?:index|default)\.s?html?$", re.IGNORECASE)


def address_key(url: str) -> str:
    """What two addresses of one document have in common: not the scheme, nor the mobile form (handbook §1, trap 6).

    >>> address_key("http://a.gov.cn/content/mpost_7.html") == address_key("https://a.gov.cn/content/post_7.html")
    True
    >>> address_key("https://a.gov.cn/tz/index.html")
    'a.gov.cn/tz/'
    """
    bare = _MOBILE_POST.sub("/post_", url.partition("://")[2] or url)
    return _INDEX.sub("/", bare)
