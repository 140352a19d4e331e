"""The listing of a site, played by the specimen platform of its family, with the noise of the day on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from seeds.month.ask import Ask
from seeds.month.cast import cast, papers
from seeds.month.days import ZONE, date_of, moment
from seeds.month.noise import Noise
from seeds.month.paper import Form, Paper, Site
from seeds.platforms.gkmlpt import Gkmlpt
from seeds.platforms.html_list import HtmlList
from seeds.platforms.nfcms import Nfcms
from seeds.platforms.specimen import Planted, Platform, Served
from seeds.platforms.trs import TrsSite

PER_PAGE = 5
"""Rows of a page of the agency's column: six new documents of one day reach the second."""

NEW_LAYOUT_DAY = 26
DATED = re.compile(rb"2026-09-11 10:00|2026-\d\d-\d\d 08:31")
TODAY = re.compile("2026年9月11日".encode())
LINK = re.compile(rb'(href="/lm\d+/)"')
REDESIGNED = Served(
    "<!DOCTYPE html><html><head><title>通知公告</title></head><body><div id='app'></div>"
    "<p>网站改版，欢迎使用新版政务公开栏目，请在上方选择主题。</p></body></html>".encode()
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the documents of a site stand."""

    listing: str
    paths: dict[str, str]


@cache
def shelf(site: Site) -> Shelf:
    """The path of the listing, and that of each document by its key."""
    papers_there = [paper for paper in cast()[site] if not paper.elsewhere]
    paths = {paper.key: platform(site, [_row(paper, paper.first.title)]).wanted[0] for paper in papers_there}
    return Shelf(platform(site, []).listing, paths)


@cache
def by_path(site: Site) -> dict[str, Paper]:
    """Each document of a site by its path."""
    return {path: papers()[key] for key, path in shelf(site).paths.items()}


def platform(site: Site, rows: Sequence[Planted], origin: str = "") -> Platform:
    """The platform that plays a site's listing."""
    match site:
        case Site.CITY:
            return Gkmlpt(rows, origin)
        case Site.HEALTH:
            return Nfcms(rows, origin)
        case Site.AGENCY:
            return TrsSite(rows, per_page=PER_PAGE)
        case Site.PAPER:
            return HtmlList("items", rows)
        case Site.ARCHIVE:
            return HtmlList("definitions", rows)
        case Site.PARK:
            return HtmlList("table", rows)


def listed(site: Site, at: datetime) -> list[Planted]:
    """The rows that stand in a listing at a moment; a document that is missing is not listed, one that says so is."""
    rows = []
    for paper in cast()[site]:
        state = paper.at(at)
        if state is not None and state.form is not Form.MISSING:
            rows.append(_row(paper, state.row or state.title, repealed=state.repealed))
    return rows


def listing(ask: Ask, noise: Noise) -> Served | None:
    """The answer to a request for a part of a listing; None where it is for none."""
    played = platform(ask.site, listed(ask.site, ask.at), ask.origin)
    if ask.site is Site.HEALTH and moment(NEW_LAYOUT_DAY) <= ask.at < moment(NEW_LAYOUT_DAY + 1):
        return REDESIGNED if ask.target.startswith(played.listing.removesuffix("index.html")) else None
    served = played.serve(ask.method, ask.target, ask.body)
    if served is None or "html" not in served.content_type:
        return served
    return Served(_noisy(served.body, noise), served.content_type, served.status)


def _noisy(page: bytes, noise: Noise) -> bytes:
    """The page time of a list moves though its rows do not (handbook §1, trap 3)."""
    local = noise.at.astimezone(ZONE)
    dated = DATED.sub(f"{local:%Y-%m-%d} {local.hour:02d}:{noise.draw() % 60:02d}".encode(), page)
    tokened = LINK.sub(rb"\g<1>?t=" + noise.token.encode() + b'"', dated)
    return TODAY.sub(noise.today.encode(), tokened)


def _row(paper: Paper, title: str, *, repealed: bool = False) -> Planted:
    return Planted(
        number=paper.number,
        title=title,
        day=min(paper.day, date_of(30)),
        doc_number=paper.doc_number or "无",
        pinned=paper.pinned,
        repealed=repealed,
        elsewhere=paper.elsewhere,
    )
