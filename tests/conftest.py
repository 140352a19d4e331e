"""What no test may leave behind for the next."""

from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

# How long an example takes says more of the machine than of the code; benchmarks measure.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _logs_go_nowhere_of_an_earlier_test() -> Iterator[None]:
    """A command that ran in this process has bound the log to its own standard error, which is closed by now."""
    yield
    structlog.reset_defaults()
