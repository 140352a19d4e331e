"""`/openapi.json`: the API described for programs; and a plain page that lists it for people."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version

from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import compile_path

from web.api.answer import REFUSALS, answer
from web.view import show

_TITLE = "PolicyWatch 政策观察"
_SAID = (
    "Everything that the dashboard shows, for programs. Send `Authorization: Bearer TOKEN`; on a loopback address "
    "without a token nothing is asked for. See docs/api.md."
)
_LOCKS = {
    "token": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "policywatch"},
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A line of the list."""

    method: str
    path: str
    said: str


def description_of(api: APIRouter) -> APIRouter:
    """The routes that describe an API; what is described is asked for when somebody wants it."""
    router = APIRouter(tags=["description"])
    said = cache(partial(described, api))

    @router.get(
        "/openapi.json", operation_id="getDescription", name="api.description", response_model=dict, responses=REFUSALS
    )
    async def description(request: Request) -> Response:
        """This description (OpenAPI 3.1)."""
        return answer(request, said())

    @router.get("/", include_in_schema=False, name="api")
    async def listing(request: Request) -> HTMLResponse:
        """What there is."""
        return show(request, "api", endpoints=tuple(_endpoints(said())))

    return router


def described(api: APIRouter) -> Mapping[str, object]:
    """The description."""
    alone = FastAPI(title=_TITLE, version=version("policywatch"), description=_SAID)
    alone.include_router(api)
    said = alone.openapi()
    said["components"]["securitySchemes"] = _LOCKS
    said["security"] = [{"token": []}, {"session": []}]
    for _, operation in _operations(said):
        operation.pop("summary", None)  # made from names of routes, which nobody outside knows
    return said


def methods_of(said: Mapping[str, object]) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """Which addresses there are, and which methods each takes."""
    methods: dict[str, list[str]] = {}
    for endpoint in _endpoints(said):
        methods.setdefault(endpoint.path, []).append(endpoint.method)
    return tuple((compile_path(path)[0], tuple(taken)) for path, taken in methods.items())


def _endpoints(said: Mapping[str, object]) -> Iterator[Endpoint]:
    for (method, path), operation in _operations(said):
        yield Endpoint(method.upper(), path, str(operation.get("description", "")))


def _operations(said: Mapping[str, object]) -> Iterator[tuple[tuple[str, str], dict[str, object]]]:
    paths = said["paths"]
    for path, methods in paths.items() if isinstance(paths, dict) else ():
        for method, operation in methods.items():
            yield (method, path), operation
