"""The one tree of faults that are ours.

A fact of the world (404, a time-out, a challenge page) is a value, never one of these::

    WatchError
    ├── ConfigError          the file an operator wrote is wrong: where, what, what to do
    ├── UsageError           a command or a variable is wrong: what, what to do
    ├── ReadError            our own reading code met something it should have turned into a value
    ├── StoreError           the memory failed
    │   ├── StaleWrite       somebody else moved the page since we recalled it
    │   ├── SchemaMismatch   the database is newer than this program
    │   └── BlobError        the store of raw bytes failed
    ├── DeliveryError        a message did not arrive
    │   ├── DeliveryDelayed  not now; try again
    │   └── DeliveryRefused  never; say so
    └── EngineError          the scheduler or its workers failed

Foreign exceptions are mapped to these once, at the edge where they arise.
"""

from dataclasses import dataclass
from datetime import timedelta


class WatchError(Exception):
    """Something in PolicyWatch failed"""

    def __init__(self, context: str = "") -> None:
        self.context = context
        super().__init__(context)

    def __str__(self) -> str:
        summary = (self.__doc__ or type(self).__name__).strip().splitlines()[0]
        return f"{summary}: {self.context}" if self.context else summary


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in an operator's file.

    Args:
        line, column: 1-based; where the offending key or value stands.
        key: dotted path of the key, `sources.gz-wjw.every`.
        wrong: what is wrong, one clause.
        remedy: what would be right, one clause.
    """

    file: str
    line: int
    column: int
    key: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}"
        return f"{where}: {self.key}: {self.wrong}; {self.remedy}"


class ConfigError(WatchError):
    """The configuration is wrong"""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(str(mistake) for mistake in mistakes))

    def __str__(self) -> str:
        return self.context


class UsageError(WatchError):
    """A command or a variable of the environment is wrong

    Args:
        where: the argument, option or variable.
        wrong: what is wrong, one clause.
        remedy: what would be right, one clause.
    """

    def __init__(self, where: str, wrong: str, remedy: str) -> None:
        super().__init__(f"{where}: {wrong}; {remedy}")

    def __str__(self) -> str:
        return self.context


class ReadError(WatchError):
    """A page could not be read"""


class StoreError(WatchError):
    """The database failed"""


class StaleWrite(StoreError):
    """The page was changed by somebody else meanwhile"""


class SchemaMismatch(StoreError):
    """The database was written by another version of PolicyWatch"""


class BlobError(StoreError):
    """The store of raw bytes failed"""


class DeliveryError(WatchError):
    """A message was not delivered"""


class DeliveryDelayed(DeliveryError):
    """The receiver could not take the message now

    Args:
        retry_after: what the receiver asked for; None leaves it to our back-off.
    """

    def __init__(self, context: str = "", *, retry_after: timedelta | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(context)


class DeliveryRefused(DeliveryError):
    """The receiver will never take the message"""


class EngineError(WatchError):
    """The scheduler failed"""
