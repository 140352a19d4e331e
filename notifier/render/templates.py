"""written(name, view, own) -> str: a template, filled; ours, or the operator's own in its place.

Templates are sandboxed and never made of page text. What they are given is harmless before they see it: inert texts,
with twins for markup where the template is Markdown; HTML is escaped however the template is written.
"""

import traceback
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import escape

from core.errors import DeliveryDelayed
from notifier.markdown import twinned

ACTING = ("safe", "urlize")
"""Filters that make markup or links of what a page says; templates have to do without."""

LONGEST = 2_000_000
"""Characters that a template may write."""

_FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a template that is wrong raises when it is filled."""

_NO_FILE = "<template>"


@lru_cache(maxsize=1)
def ours() -> Mapping[str, str]:
    """The templates that ship, by name."""
    folder = files("notifier") / "templates"
    return {one.name: one.read_text("utf-8") for one in folder.iterdir() if one.name.endswith(".j2")}


def written(name: str, view: Mapping[str, object], own: Mapping[str, str]) -> str:
    """The template, filled.

    Raises:
        DeliveryDelayed: a template of the operator's own fails; once it is mended, the message goes out.
    """
    try:
        environment = _environment(tuple(sorted(own.items())), "html" if name.endswith(".html.j2") else "text")
        given = twinned(view) if name.endswith(".md.j2") else view
        return "".join(_within_bounds(environment.get_template(name).generate(given)))
    except TemplateNotFound as fault:
        raise DeliveryDelayed(f"the template {name} names {fault.name}, and there is no such template") from fault
    except _FAULTS as fault:
        raise DeliveryDelayed(f"the template {_place(name, fault)} fails: {_said(fault)}; mend it") from fault
    except OSError as fault:
        raise DeliveryDelayed(f"the templates cannot be read: {fault.strerror}: {fault.filename}") from fault


def sandbox(sources: Mapping[str, str], language: str = "text") -> ImmutableSandboxedEnvironment:
    """What templates may do, over these.

    Args:
        language: `html` escapes whatever is put into it, whatever a template says of that; `text` nothing.
    """
    environment = ImmutableSandboxedEnvironment(
        loader=DictLoader(sources),
        autoescape=language == "html",
        finalize=escape if language == "html" else None,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for name in ACTING:
        del environment.filters[name]
    return environment


@lru_cache(maxsize=32)
def _environment(own: tuple[tuple[str, str], ...], language: str) -> ImmutableSandboxedEnvironment:
    return sandbox({**ours(), **dict(own)}, language)


def _within_bounds(pieces: Iterator[str]) -> Iterator[str]:
    room = LONGEST
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            raise ValueError(f"it writes more than {LONGEST} characters")
        yield piece


def _place(name: str, fault: BaseException) -> str:
    """The name of the template, and the line where that is known."""
    lines = [frame.lineno for frame in traceback.extract_tb(fault.__traceback__) if frame.filename == _NO_FILE]
    line = getattr(fault, "lineno", None) or (lines[-1] if lines else None)
    return f"{getattr(fault, 'name', None) or name}{f', line {line},' if line else ''}"


def _said(fault: BaseException) -> str:
    return " ".join(str(fault).split())[:200] or type(fault).__name__
