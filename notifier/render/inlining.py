"""inlined(html) -> the page with its style in the elements, where mail programs that drop <style> find it."""

from functools import lru_cache

from css_inline import CSSInliner, InlineError

from core.errors import DeliveryDelayed

KEPT = '<style data-css-inline="keep">'


def inlined(html: str) -> str:
    """The page, its rules in `style` attributes; a sheet marked to be kept stays, for the programs that know @media.

    Raises:
        DeliveryDelayed: a style sheet of the operator's own cannot be read.
    """
    try:
        # Unmarked again: some programs drop a sheet with attributes that they do not know.
        return _inliner().inline(html).replace(KEPT, "<style>", 1)
    except InlineError as fault:
        raise DeliveryDelayed(f"the style of the HTML templates cannot be read: {fault}; mend it") from fault


@lru_cache(maxsize=1)
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False)
