"""From a listing to the documents it names: pure, one module per kind of listing."""

from crawler.discover.outcome import Found, Outcome, Unreadable
from crawler.discover.references import references

__all__ = ["Found", "Outcome", "Unreadable", "references"]
