"""What is done inside one transaction."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

Inputs = ParamSpec("Inputs")
Result = TypeVar("Result")
Work = Callable[Concatenate[Connection, Inputs], Result]
"""Takes the connection first."""
