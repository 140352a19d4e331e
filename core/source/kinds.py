"""The closed words of a source."""

from enum import StrEnum


class SourceKind(StrEnum):
    """How the documents of a source are found."""

    AUTO = "auto"
    PAGE = "page"
    LIST = "list"
    FEED = "feed"
    SITEMAP = "sitemap"
    JSON = "json"
    GKMLPT = "gkmlpt"
    NFCMS = "nfcms"
    TRS = "trs"
    HANWEB = "hanweb"
    GOVCN = "govcn"


class Tier(StrEnum):
    """How close a source is to who made the policy; a lower tier never overrules a higher one."""

    OFFICIAL = "official"
    MEDIA = "media"
    MIRROR = "mirror"


class Baseline(StrEnum):
    """What the first round of a source does with what already stands there."""

    SILENT = "silent"
    ANNOUNCE = "announce"
