"""A text that a page carries in its script: `_CONFIG.DETAIL.content` of the disclosure platform gkmlpt."""

import json
import re

_CONTENT = re.compile(rb"""["']?content["']?\s*:\s*"((?:[^"\\]|\\.)*)\"""", re.DOTALL)
_MARK = b"DETAIL"
_REACH = 4_000


def with_embedded_text(html: bytes) -> bytes:
    """The page (UTF-8) with the text of its script as one more container at its end; without one, as it is.

    Source: domain handbook §1, family gkmlpt.
    """
    start = html.find(_MARK)
    if start < 0 or b"_CONFIG" not in html:
        return html
    found = _CONTENT.search(html, start)
    if found is None or found.start() - start > _REACH:
        return html
    try:
        content = json.loads(b'"' + found[1] + b'"', strict=False)
    except ValueError:
        return html
    return html + f'<div class="article-content">{content}</div>'.encode(errors="replace")
