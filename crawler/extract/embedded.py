"""A text that a page carries in its script: `_CONFIG.DETAIL.content` of the disclosure platform gkmlpt."""

import json
import re

_CONTENT = re.compile(r"""["']?content["']?\s*:\s*"((?:[^"\\]|\\.)*)\"""", re.DOTALL)
_MARK = "DETAIL"
_REACH = 4_000


def with_embedded_text(html: str) -> str:
    """The page with the text of its script as one more container at its end; a page without one comes back as it is.

    Source: domain handbook §1, family gkmlpt.
    """
    start = html.find(_MARK)
    if start < 0 or "_CONFIG" not in html:
        return html
    found = _CONTENT.search(html, start)
    if found is None or found.start() - start > _REACH:
        return html
    try:
        content = json.loads(f'"{found[1]}"', strict=False)
    except ValueError:
        return html
    return f'{html}<div class="article-content">{content}</div>'
