"""The one door to the network: polite, guarded, bounded; every fact of the world comes back as a value."""

from crawler.fetch.look import HttpWeb
from crawler.fetch.pacing import LONGEST_REQUEST, Pacing, Place
from crawler.fetch.politeness import Politeness

__all__ = ["LONGEST_REQUEST", "HttpWeb", "Pacing", "Place", "Politeness"]
