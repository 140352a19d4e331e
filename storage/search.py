"""Full text: what is stored of a document to find it by, and pages found by it."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from core.errors import StoreError
from core.model import Document, Hit, Hits, Page, PageId, PolicyId, Position, Presence, Version
from core.search import Entry, Marks, Query, entry, excerpt, heading, marked, of_source
from core.source import SourceId, Tier
from storage.chunks import chunks
from storage.columns import storable
from storage.engine import in_turn
from storage.index import AT_ONCE, Asked, clear, move, place_of, positions, put
from storage.pages import recall_page
from storage.tables import PAGE, SEARCH, SOURCE, VERSION
from storage.versions import BASE, ON_BASE, VERSION_COLUMNS, recall_versions, version_from

MOST_IN_VAIN = 100
"""Pages that are read and turn out to answer nothing, before a search gives what it has: 9 ms where they are short."""

_ENTRY = select(SEARCH.c.number, SEARCH.c.day, SEARCH.c.heading).where(SEARCH.c.page_id == bindparam("page"))
_NEXT = (
    select(PAGE.c.id)
    .where(PAGE.c.id > bindparam("after"), PAGE.c.latest_number.is_not(None))
    .order_by(PAGE.c.id)
    .limit(200)
)
_ENTRIES = (
    select(SEARCH.c.page_id, SEARCH.c.number, SEARCH.c.day, SEARCH.c.heading, PAGE.c.source_id)
    .join(PAGE, PAGE.c.id == SEARCH.c.page_id)
    .where(SEARCH.c.page_id > bindparam("after"))
    .order_by(SEARCH.c.page_id)
    .limit(200)
)
_MOVE = update(SEARCH).where(SEARCH.c.page_id == bindparam("page"))
_SEARCHED = (VERSION.c.page_id == SEARCH.c.page_id) & (VERSION.c.number == SEARCH.c.number)
_READ = (
    select(
        PAGE.c.id,
        PAGE.c.source_id,
        PAGE.c.url,
        PAGE.c.policy_id,
        PAGE.c.presence,
        PAGE.c.listed_title,
        SOURCE.c.name.label("source_name"),
        SOURCE.c.tier,
        SEARCH.c.heading,
        *VERSION_COLUMNS,
    )
    .select_from(SEARCH)
    .join(PAGE, PAGE.c.id == SEARCH.c.page_id)
    .join(SOURCE, SOURCE.c.id == PAGE.c.source_id)
    .join(VERSION, _SEARCHED)
    .outerjoin(BASE, ON_BASE)
)

Found = Row[*tuple[object, ...]]


def be_found(connection: Connection, page: Page, version: Version, folded: str | None) -> None:
    """Have a page found by a version of it, and no longer by the one before; `folded` as in `Verdict`."""
    new = entry(page, version, None if folded is None else storable(folded))
    values = {"number": new.number, "day": new.day, "heading": new.heading}
    now = place_of(new.day, page.id), new.grams(page.source_id, version.document)
    was = connection.execute(_ENTRY, {"page": page.id}).first()
    if was is None:
        connection.execute(insert(SEARCH), {"page_id": page.id, **values})
        put(connection, *now)
        return
    old = Entry(was.number, was.day, was.heading)
    before = old.grams(page.source_id, _document(connection, page.id, old.number))
    connection.execute(_MOVE, {"page": page.id, **values})
    move(connection, (place_of(old.day, page.id), before), now)


def forget_all(connection: Connection) -> None:
    """Have no page found."""
    in_turn(connection)
    connection.execute(delete(SEARCH))
    clear(connection)


def find_anew(connection: Connection, after: PageId, fold: Callable[[str], str]) -> list[PageId]:
    """Have the next 200 pages after one found by what they say, their headings folded anew; returns which these are."""
    ids = [PageId(page_id) for page_id in connection.execute(_NEXT, {"after": after}).scalars()]
    if ids:
        in_turn(connection)
    for page_id in ids:
        page = recall_page(connection, page_id)
        if page.latest is not None:
            be_found(connection, page, page.latest, heading(page.latest.document, page.listed_title, fold))
    return ids


def index_anew(connection: Connection) -> None:
    """Make the index anew from the entries, which stay as they are: engines do not copy each other's."""
    clear(connection)
    last = 0
    while rows := connection.execute(_ENTRIES, {"after": last}).all():
        last = rows[-1].page_id
        for row in rows:
            kept = Entry(row.number, row.day, row.heading)
            grams = kept.grams(SourceId(row.source_id), _document(connection, PageId(row.page_id), row.number))
            put(connection, place_of(row.day, PageId(row.page_id)), grams)


def search(
    connection: Connection,
    query: Query,
    *,
    limit: int,
    after: Position | None,
    source_id: SourceId | None,
    since: date | None,
) -> Hits:
    """Pages that meet the query, read until there are enough or too many were read in vain."""
    if not query.wanted or limit < 1:
        return Hits()
    also = (of_source(source_id),) if source_id is not None else ()
    asked = Asked(query.grams, query.unwanted_grams, also, since or date.min)
    places = positions(connection, asked, after)
    marks = Marks(query.wanted)
    hits: list[Hit] = []
    left = MOST_IN_VAIN
    while some := list(islice(places, min(AT_ONCE, limit + 1 - len(hits)))):
        rows = _read(connection, [place.page_id for place in some])
        found = [hit for place in some if (hit := _hit(rows.get(place.page_id), place, query, marks))]
        hits += found
        left -= len(some) - len(found)
        if len(hits) > limit:
            return Hits(hits=tuple(hits[:limit]), further=hits[limit - 1].position)
        if left < 0:
            return Hits(hits=tuple(hits), further=some[-1])
    return Hits(hits=tuple(hits))


def _hit(row: Found | None, place: Position, query: Query, marks: Marks) -> Hit | None:
    """The page as a hit; None where it does not meet the query, though the index has all parts of it."""
    version = version_from(row) if row else None
    if row is None or version is None:
        return None
    document = version.document
    if not query.is_met(row.heading, [block.folded for block in document.blocks]):
        return None
    title = document.title or row.listed_title
    return Hit(
        url=row.url,
        title=title,
        source_id=SourceId(row.source_id),
        source_name=row.source_name,
        tier=Tier(row.tier),
        policy_id=PolicyId(row.policy_id) if row.policy_id else None,
        published=document.dates.published,
        stage=document.stage,
        doc_number=document.doc_number,
        presence=Presence(row.presence),
        version=version.number,
        heading=marked(title or "", row.heading.partition("\n")[0], marks),
        excerpt=excerpt(document.blocks, marks),
        position=place,
    )


def _read(connection: Connection, page_ids: Sequence[PageId]) -> dict[int, Found]:
    return {row.id: row for some in chunks(page_ids) for row in connection.execute(_READ.where(PAGE.c.id.in_(some)))}


def _document(connection: Connection, page_id: PageId, number: int) -> Document:
    found = recall_versions(connection, [(page_id, number)]).get((page_id, number))
    if found is None:
        raise StoreError(f"page {page_id} has lost its version {number}; restore a backup")
    return found.document
