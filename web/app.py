"""The dashboard put together: pages behind the gate, every answer sealed."""

from functools import lru_cache

from fastapi import Depends, FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from web.access.forgery import unforged
from web.access.gate import Gate
from web.access.patience import Patience
from web.access.porter import Porter
from web.access.session import Sessions
from web.api import router as api
from web.desk import Desk
from web.faults import answer_faults
from web.pages import ROUTERS, TABS
from web.readiness import Readiness
from web.sealed import Sealed

_SERVED = (".css", ".js", ".svg")
_ADDRESSES = 10_000
"""Addresses of pages that are remembered: each is else looked for among all routes, for every line of a long list."""


def dashboard(desk: Desk) -> FastAPI:
    """The dashboard as an ASGI application; it needs no start-up and no shut-down."""
    app = FastAPI(
        title="PolicyWatch",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(unforged)],
    )
    app.state.desk = desk
    app.state.porter = Porter(desk.lock, Sessions(desk.lock, desk.wall), Patience(desk.wall))
    app.state.readiness = Readiness(desk)
    app.state.tabs = TABS
    app.state.address = lru_cache(maxsize=_ADDRESSES)(app.url_path_for)
    for router in (*ROUTERS, api):
        app.include_router(router)
    app.mount("/static", _Static(packages=[("web", "static")]), name="static")
    answer_faults(app)
    app.add_middleware(Gate, porter=app.state.porter, rules=lambda: _rules(desk))
    app.add_middleware(Sealed)
    return app


def _rules(desk: Desk) -> list[str]:
    return [rule.name for rule in desk.configuration().rules]


class _Static(StaticFiles):
    """Files that are asked for by their digest; nothing else that lies beside them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, to be kept for a year."""
        if not path.endswith(_SERVED):
            path = "nothing"
        answer = await super().get_response(path, scope)
        if answer.status_code in (200, 304):
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer
