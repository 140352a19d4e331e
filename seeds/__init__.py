"""Specimen sites: pages over three days, with what must be read from them. The server is in `seeds.server`."""

from seeds.plot import Copy, Enclosed, Expectation, Expected, Obstacle, Plan, Planted, expectations, expected, plan
from seeds.site import Answer, Ask, answer
from seeds.sources import demo_sources
from seeds.world import Host

__all__ = [
    "Answer",
    "Ask",
    "Copy",
    "Enclosed",
    "Expectation",
    "Expected",
    "Host",
    "Obstacle",
    "Plan",
    "Planted",
    "answer",
    "demo_sources",
    "expectations",
    "expected",
    "plan",
]
