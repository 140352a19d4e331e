"""From the web to text."""


def extract_page(html: bytes, url: str | None = None) -> dict[str, object]:
    """Read one page: the keys of `extract --json` (CONTRACT §1) plus `date`, the day published or None.

    Pure; never raises, whatever the bytes.
    """
    from crawler.read import portrait  # the parser and its tables load when first needed

    return portrait(html, url)


__all__ = ["extract_page"]
