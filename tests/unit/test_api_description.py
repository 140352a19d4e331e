"""The description of the API: every route, exact enough that a client can be made from it."""

import json
from collections.abc import Iterator
from typing import Any

from fastapi.routing import APIRoute
from openapi_spec_validator import validate

from web.api import PARTS, PREFIX, allowed, router
from web.api.description import described

SAID: dict[str, Any] = dict(described(router))


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in SAID["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_it_is_one_that_programs_can_read() -> None:
    validate(json.loads(json.dumps(SAID)))


def test_it_names_every_route() -> None:
    routes = {
        (PREFIX + route.path, method.lower())
        for part in PARTS
        for route in part.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    assert len(routes) > 15
    assert {(path, method) for path, method, _ in operations()} == routes | {(f"{PREFIX}/openapi.json", "get")}


def test_every_operation_has_a_name_of_its_own_says_what_it_does_and_how_it_refuses() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(set(names)) == len(names)
    for path, method, operation in operations():
        assert operation["description"], path
        refusals = {"401", "422", "429", "503"} | ({"403", "409"} if method == "post" else {"304", "404"})
        assert refusals <= operation["responses"].keys(), path
        for status in refusals - {"304"}:
            schema = operation["responses"][status]["content"]["application/json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/Refusal"}, (path, status)


def test_every_parameter_is_bounded() -> None:
    for path, _, operation in operations():
        for parameter in operation.get("parameters", ()):
            schema = parameter["schema"]
            kinds = schema.get("anyOf", [schema])
            bounded = {"maxLength", "maximum", "maxItems", "$ref"}
            assert all(bounded & kind.keys() or kind["type"] in ("boolean", "null") for kind in kinds), (
                path,
                parameter,
            )


def test_every_body_says_all_of_its_keys() -> None:
    for name, schema in SAID["components"]["schemas"].items():
        if schema.get("type") == "object" and name not in ("Marking",):
            assert set(schema["required"]) == set(schema["properties"]), name


def test_an_address_is_known_with_its_methods() -> None:
    assert set(allowed(f"{PREFIX}/changes/chg_1/triage")) == {"GET", "POST"}
    assert allowed(f"{PREFIX}/deliveries/retry") == ("POST",)
    assert allowed(f"{PREFIX}/nothing") == ()
