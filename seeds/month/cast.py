"""All documents of the month."""

from collections.abc import Mapping
from functools import cache

from seeds.month.copies import archive, paper, park
from seeds.month.official import agency, city, health
from seeds.month.paper import Paper, Site


@cache
def cast() -> Mapping[Site, tuple[Paper, ...]]:
    """Every document, by its site."""
    return {
        Site.CITY: city(),
        Site.HEALTH: health(),
        Site.AGENCY: agency(),
        Site.PAPER: paper(),
        Site.ARCHIVE: archive(),
        Site.PARK: park(),
    }


@cache
def papers() -> Mapping[str, Paper]:
    """Every document, by its key."""
    return {one.key: one for site in cast().values() for one in site}
