"""What a page says of itself in its head: meta tags and `<title>`."""

from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser

_MOST = 2_000
_LONGEST = 2_000
"""Tags, and characters of one, beyond which nothing is said any more."""


def metas_of(tree: LexborHTMLParser) -> dict[str, str]:
    """Meta tags by lower-case name, property or itemprop; of several the first that is not empty."""
    metas: dict[str, str] = {}
    for node in tree.tags("meta")[:_MOST]:
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        content = (attributes.get("content") or "")[:_LONGEST].strip()
        if name and content:
            metas.setdefault(name.strip().lower(), content)
    return metas


def title_tag(tree: LexborHTMLParser) -> str:
    """Text of `<title>`, in one line."""
    node = tree.css_first("title")
    return " ".join(node.text()[:_LONGEST].split()) if node is not None else ""


def first_of(metas: Mapping[str, str], *names: str) -> str | None:
    """The first of several meta tags that is there."""
    return next((metas[name] for name in names if name in metas), None)
