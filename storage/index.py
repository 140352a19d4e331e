"""The index of what is searched: which places hold all of some grams, the newest first, on either engine.

A place is a day and a page in one number, so that both engines give places of the newest day first by walking their
postings backwards, and stop when there are enough: the commonest word costs as little as a rare one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, Executable, text

from core.model import IN_HEADING, IN_TEXT, PageId, Position
from core.search import of_heading

PAGE_BITS = 32
"""Of a place; above them stands the day."""

_TOP = (date.max.toordinal() + 1) << PAGE_BITS

AT_ONCE = 50
"""Places read at a time."""

SLICE = 250
"""Of the newest places, which PostgreSQL reads one by one: 3 ms."""

OFTEN = 3
"""So many of them meet a question whose answer is found sooner by reading on than by the index.

The index of PostgreSQL gives all that it finds, in no order: for a word that stands in every second document, half
of all there are would be fetched and sorted to show the newest twenty.
"""


class Asked(NamedTuple):
    """What a document holds that is looked for, and what it does not.

    Args:
        also: held wherever it is held, as the source.
        first: day.
    """

    grams: tuple[str, ...]
    unwanted: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    first: date = date.min


_CLEAR_LITE = text("INSERT INTO search_index (search_index) VALUES ('delete-all')")
_CLEAR_POSTGRES = text("DELETE FROM search_index")
_FORGET_LITE = text("INSERT INTO search_index (search_index, rowid, grams) VALUES ('delete', :place, :grams)")
_ADD_LITE = text("INSERT INTO search_index (rowid, grams) VALUES (:place, :grams)")
_FIND_LITE = text(
    "SELECT rowid AS place FROM search_index WHERE search_index MATCH :asked "
    "AND rowid >= :first AND rowid < :below ORDER BY rowid DESC LIMIT :most"
)
_FORGET_POSTGRES = text("DELETE FROM search_index WHERE place = :place")
_ADD_POSTGRES = text("INSERT INTO search_index (place, grams) VALUES (:place, array_to_tsvector(:grams))")
# Statistics say nothing of how rare a gram is. Without these two the planner may walk all places or read all vectors,
# which takes a thousand times as long; with them it asks the index.
_BY_INDEX = text("SELECT set_config('enable_seqscan', 'off', true)")
_FIND_POSTGRES = text(
    "SELECT place FROM search_index WHERE grams @@ CAST(:asked AS tsquery) "
    "AND place + 0 >= :first AND place + 0 < :below ORDER BY place + 0 DESC LIMIT :most"
)

_NEWEST_POSTGRES = text(
    "SELECT place, grams @@ CAST(:asked AS tsquery) AS is_met FROM ("
    "SELECT place, grams FROM search_index WHERE place >= :first AND place < :below ORDER BY place DESC LIMIT :most"
    ") AS newest ORDER BY place DESC"
)


Wanted = Mapping[str, object]
"""What is looked for, from which place on, and below which."""


def _found(connection: Connection, find: Executable, wanted: Wanted) -> Iterator[int]:
    """Places from an index that gives them in their order."""
    while True:
        places = connection.execute(find, {**wanted, "most": AT_ONCE}).scalars().all()
        yield from places
        if len(places) < AT_ONCE:
            return
        wanted = {**wanted, "below": places[-1]}


def _lite(connection: Connection, wanted: Wanted) -> Iterator[int]:
    return _found(connection, _FIND_LITE, wanted)


def _postgres(connection: Connection, wanted: Wanted) -> Iterator[int]:
    """Places read one by one, the newest first, as long as they meet the question often; the others by the index."""
    connection.execute(_BY_INDEX)
    met = OFTEN
    while met >= OFTEN:
        rows = connection.execute(_NEWEST_POSTGRES, {**wanted, "most": SLICE}).all()
        places = [row.place for row in rows if row.is_met]
        yield from places
        if len(rows) < SLICE:
            return
        met, wanted = len(places), {**wanted, "below": rows[-1].place}
    yield from _found(connection, _FIND_POSTGRES, wanted)


class _Way(NamedTuple):
    """How an engine is asked. No gram has a quotation mark in it."""

    walk: Callable[[Connection, Wanted], Iterator[int]]
    quote: str
    all: str
    any: str
    but: str


_LITE = _Way(_lite, '"', " AND ", " OR ", " NOT ")
_POSTGRES = _Way(_postgres, "'", " & ", " | ", " & !")


def place_of(day: date, page_id: PageId) -> int:
    """The place of a page in the index."""
    return day.toordinal() << PAGE_BITS | page_id


def put(connection: Connection, place: int, grams: frozenset[str]) -> None:
    """Have a page found by its grams."""
    if connection.dialect.name == "postgresql":
        connection.execute(_ADD_POSTGRES, {"place": place, "grams": sorted(grams)})
    else:
        connection.execute(_ADD_LITE, {"place": place, "grams": " ".join(grams)})


def move(connection: Connection, was: tuple[int, frozenset[str]], now: tuple[int, frozenset[str]]) -> None:
    """Have a page found at another place, or by other grams."""
    if was == now:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(_FORGET_POSTGRES, {"place": was[0]})
        put(connection, *now)
        return
    # An index without content believes what it is told to forget. Of an edited text only what differs is touched.
    stays = was[1] & now[1] if was[0] == now[0] else frozenset[str]()
    connection.execute(_FORGET_LITE, {"place": was[0], "grams": " ".join(was[1] - stays)})
    put(connection, now[0], now[1] - stays)


def clear(connection: Connection) -> None:
    """Have nothing found."""
    connection.execute(_CLEAR_POSTGRES if connection.dialect.name == "postgresql" else _CLEAR_LITE)


def positions(connection: Connection, asked: Asked, after: Position | None) -> Iterator[Position]:
    """Where documents stand that hold all of the grams, in their order; read as far as they are taken."""
    first = place_of(asked.first, PageId(0))
    way = _POSTGRES if connection.dialect.name == "postgresql" else _LITE
    for rank in range(after.rank if after else IN_HEADING, IN_TEXT + 1):
        begun = after is not None and after.rank == rank
        below = place_of(after.day, after.page_id) if after and begun else _TOP
        for place in way.walk(connection, {"asked": _said(asked, rank, way), "first": first, "below": below}):
            day, page_id = divmod(place, 1 << PAGE_BITS)
            yield Position(rank, date.fromordinal(day), PageId(page_id))


def _said(asked: Asked, rank: int, way: _Way) -> str:
    """The question in an engine's language, in which a gram is a string."""
    heading = [of_heading(gram) for gram in asked.grams]
    wanted = _joined(way, way.all, heading if rank == IN_HEADING else asked.grams, asked.also)
    unwanted = [_joined(way, way.any, asked.unwanted)] if asked.unwanted else []
    if rank != IN_HEADING:
        unwanted.append(f"({_joined(way, way.all, heading)})")
    return f"({wanted}){way.but}({way.any.join(unwanted)})" if unwanted else wanted


def _joined(way: _Way, by: str, *grams: Iterable[str]) -> str:
    return by.join(f"{way.quote}{gram}{way.quote}" for some in grams for gram in some)
