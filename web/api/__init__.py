"""The JSON API under `/api/v1`: the read side, marks on changes, and deliveries tried again.

A module adds a router to `PARTS`. Every route has an `operation_id`, a model that says all of its body, and `REFUSALS`;
it answers with `answer`, from the one serialiser (`core.serialise`, `core.archived`). Parameters are bounded.
"""

from functools import cache

from fastapi import APIRouter

from web.api import changes, deadlines, deliveries, figures, marks, pages, policies, rules, search, sources
from web.api.description import described, description_of, methods_of

PREFIX = "/api/v1"
PARTS = (
    changes.router,
    marks.router,
    policies.router,
    pages.router,
    search.router,
    deadlines.router,
    sources.router,
    rules.router,
    deliveries.router,
    figures.router,
)


def _together() -> APIRouter:
    whole = APIRouter(prefix=PREFIX)
    for part in PARTS:
        whole.include_router(part)
    whole.include_router(description_of(whole))
    return whole


router = _together()


def allowed(path: str) -> tuple[str, ...]:
    """The methods that an address of the API takes; empty for one that is none."""
    return next((methods for pattern, methods in _methods() if pattern.match(path)), ())


_methods = cache(lambda: methods_of(described(router)))
