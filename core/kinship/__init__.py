"""Whether two documents are one policy, two, or a draft and what became of it; and the reason, in words."""

from core.kinship.against import contradiction
from core.kinship.judged import figures_that_differ, judged
from core.kinship.side import SHORTEST_NAME, Bond, Judgement, Side

__all__ = ["SHORTEST_NAME", "Bond", "Judgement", "Side", "contradiction", "figures_that_differ", "judged"]
