"""The values of the file that hold a place for the number of a page: addresses and bodies of further pages."""

import json
from typing import Annotated
from urllib.parse import urljoin

from pydantic import BeforeValidator, WithJsonSchema

from policywatch.config.addresses import url
from policywatch.config.refusal import described, refuse, shown
from policywatch.config.values import text, written

PAGE = "{page}"
SOMEWHERE = "https://www.gov.cn/"
SUCH_ADDRESS = "write one such as index_{page}.html"


def page_url(value: object) -> str:
    """The address of a further page, whole or relative to the listing."""
    template = text(value)
    if PAGE not in template:
        raise refuse(f"{shown(template)} has no {PAGE} for the number of the page", SUCH_ADDRESS)
    filled = template.replace(PAGE, "2")
    if "{" in filled or "}" in filled:
        raise refuse(f"{shown(template)} has other braces than {PAGE}", SUCH_ADDRESS)
    url(urljoin(SOMEWHERE, filled))
    return template


def page_body(value: object) -> str:
    """What is posted for a further page: text as it stands, or a mapping that becomes JSON."""
    if not isinstance(value, str | dict) or not value:
        raise refuse(f"{described(value)} where a body belongs", "write text, or a mapping that is sent as JSON")
    # A place that stands alone is a number: most interfaces want {"page": 2}, not {"page": "2"}.
    template = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False).replace(f'"{PAGE}"', PAGE)
    if PAGE not in template:
        raise refuse(f"the body has no {PAGE} for the number of the page", 'write one such as {pageNum: "{page}"}')
    return template


PageUrl = Annotated[str, BeforeValidator(page_url), written(r"\{page\}", "index_{page}.html")]
PageBody = Annotated[str, BeforeValidator(page_body), WithJsonSchema({"type": ["string", "object"]})]
