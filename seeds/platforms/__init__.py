"""Specimen sites of every platform family of the handbook (§1), with planted documents and planted traps."""

from seeds.platforms.specimen import Planted, Platform, Served, article, planted

__all__ = ["Planted", "Platform", "Served", "article", "planted"]
