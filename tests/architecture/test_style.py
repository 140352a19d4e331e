"""Sizes and names (ARCHITECTURE §6)."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("core", "crawler", "storage", "notifier", "web", "policywatch", "seeds", "benchmarks")
FILE_LIMIT = 300
FUNCTION_LIMIT = 50
POSITIONAL_LIMIT = 5
NO_NAMES = {"utils", "util", "helpers", "helper", "manager", "handler", "base", "common", "misc"}


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_file_is_longer_than_can_be_read_aloud() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules()}
    assert {path: lines for path, lines in lengths.items() if lines > FILE_LIMIT} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        for path in modules()
        for function in functions(ast.parse(path.read_text()))
        if (function.end_lineno or 0) - function.lineno + 1 > FUNCTION_LIMIT
    ]
    assert long == []


def test_no_function_takes_more_positional_parameters_than_one_remembers() -> None:
    wide = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        for path in modules()
        for function in functions(ast.parse(path.read_text()))
        if len([arg for arg in function.args.args if arg.arg not in ("self", "cls")]) > POSITIONAL_LIMIT
    ]
    assert wide == []


def test_modules_are_named_for_what_they_are() -> None:
    assert [str(path.relative_to(ROOT)) for path in modules() if path.stem in NO_NAMES] == []


def test_every_module_says_what_it_is_in_one_line() -> None:
    mute = [str(path.relative_to(ROOT)) for path in modules() if not ast.get_docstring(ast.parse(path.read_text()))]
    assert mute == []


def test_a_broad_except_stands_at_the_two_places_the_architecture_allows() -> None:
    broad = {
        str(path.relative_to(ROOT))
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")))
    }
    assert broad <= {"policywatch/visit.py", "policywatch/deliver.py"}


def test_urllib_never_opens_a_second_door_to_the_network() -> None:
    # import-linter cannot forbid one module of the standard library's urllib.
    assert [str(path.relative_to(ROOT)) for path in modules() if "urllib.request" in path.read_text()] == []
