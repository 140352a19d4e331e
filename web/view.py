"""Templates, and what every one of them knows of the request it answers."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from importlib.resources import files
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2_fragments import render_block
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import NoMatchFound

from core.serialise import rfc3339
from core.source import Language
from web.access.porter import Known
from web.desk import desk_of, porter_of
from web.harmless import harmless, safe_href, told_at
from web.redline import in_one_tongue
from web.tongue import A_YEAR, COOKIE, LANGUAGES, PARAMETER, asked, language_of
from web.words import Words


def show(
    request: Request, template: str, *, block: str | None = None, status: int = 200, **said: object
) -> HTMLResponse:
    """Answer with a page, or with one block of it where htmx asked for a part.

    Args:
        template: name of a file in `web/templates`, without `.html.j2`.
        block: what htmx swaps, if this page has such a part.
        said: what the template is told, beside what `_surroundings` says to every template.
    """
    name, known = f"{template}.html.j2", {**_surroundings(request), **said}
    if block is not None and wants_part(request):
        answer = HTMLResponse(render_block(environment(), name, block, known), status)
    else:
        answer = HTMLResponse(environment().get_template(name).render(known), status)
    answer.headers["Vary"] = "Accept-Language, Cookie, HX-Request"
    if (language := asked(request)) is not None:
        answer.set_cookie(COOKIE, language.value, max_age=A_YEAR, samesite="lax", httponly=True)
    return answer


def wants_part(request: Request) -> bool:
    """Whether htmx will put the answer into the page that is there."""
    return "hx-request" in request.headers and request.headers.get("hx-request-type", "partial") == "partial"


@cache
def environment() -> Environment:
    """The templates of this package; every expression is made harmless, then escaped."""
    made = Environment(
        loader=PackageLoader("web"),
        autoescape=True,
        finalize=harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"static": static, "href": safe_href, "rfc3339": rfc3339}
    return made


@cache
def static(name: str) -> str:
    """The address of a file in `web/static`, with its digest: browsers may keep it."""
    digest = hashlib.sha256(files("web").joinpath("static", name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def _surroundings(request: Request) -> dict[str, object]:
    """What every template knows.

    `t`: words; `tongue(text)`: the half of `moved 移动` that is of the language; `when(moment)`: in the zone;
    `path(name, ...)`: address of a page by the name of its route, None where there is none; `query(changed=...)`: this
    address's parameters with some changed; `csrf`: for the hidden field of a form.
    """
    desk, words = desk_of(request), Words(language_of(request))
    known = getattr(request.state, "known", None)
    is_in = isinstance(known, Known)
    session = known.session if isinstance(known, Known) else None
    zone = desk.zone
    return {
        "t": words,
        "tongue": partial(in_one_tongue, language=words.language),
        "when": partial(_when, zone=zone),
        "zone": zone.key,
        "path": _paths(request),
        "here": request.url.path,
        "query": partial(_query, request.query_params),
        "is_in": is_in,
        "is_open": desk.lock.is_open,
        "csrf": porter_of(request).sessions.pledge(session) if session else None,
        "tabs": request.app.state.tabs if is_in else (),
        "tongues": [_switch(request, language) for language in LANGUAGES],
    }


def _when(moment: datetime | None, zone: ZoneInfo) -> str:
    return told_at(moment, zone) if moment else ""


def _paths(request: Request) -> Callable[..., str | None]:
    def path(name: str, **values: object) -> str | None:
        try:
            return str(request.app.state.address(name, **values))
        except NoMatchFound:
            return None

    return path


def _query(now: QueryParams, **changed: str | None) -> str:
    """`?…` with what is None left out."""
    kept = [(name, value) for name, value in now.multi_items() if name not in changed and value]
    kept += [(name, value) for name, value in changed.items() if value is not None]
    return f"?{urlencode(kept)}" if kept else "?"


def _switch(request: Request, language: Language) -> Mapping[str, object]:
    """A link that shows this page in a language, named in that language."""
    return {
        "name": {Language.EN: "English", Language.ZH: "中文"}[language],
        "tag": Words(language).tag,
        "chosen": language is language_of(request),
        "query": _query(request.query_params, **{PARAMETER: language.value}),
    }
