"""The one door to the network: polite, guarded, bounded; every fact of the world comes back as a value."""

from crawler.fetch.look import HttpWeb

__all__ = ["HttpWeb"]
