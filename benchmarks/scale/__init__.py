"""What the store costs at 100,000 pages, and what at a hundred times as many: `python -m benchmarks.scale`."""

from benchmarks.scale.measuring import main

__all__ = ["main"]
