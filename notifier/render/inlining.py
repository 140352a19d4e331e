"""inlined(html) -> the page with its style in the elements, where mail programs that drop <style> find it."""

from functools import lru_cache

from css_inline import CSSInliner, InlineError

from core.errors import DeliveryDelayed


def inlined(html: str) -> str:
    """The page, its rules in `style` attributes; those of @media stay above, for the programs that know them.

    Raises:
        DeliveryDelayed: a style sheet of the operator's own cannot be read.
    """
    try:
        return _inliner().inline(html)
    except InlineError as fault:
        raise DeliveryDelayed(f"the style of the HTML templates cannot be read: {fault}; mend it") from fault


@lru_cache(maxsize=1)
def _inliner() -> CSSInliner:
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
