"""Kin: other pages that may publish the same policy, found by what they share."""

from sqlalchemy import Connection, Row, Select, bindparam, case, delete, func, insert, literal, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from core.errors import StoreError
from core.fingerprint import BANDS, bands
from core.model import Features, Fingerprint, Kin, Page, PageId, PolicyId, Presence
from core.source import SourceId, Tier
from storage.pages import LATEST, RANK
from storage.rows import features_from
from storage.tables import BAND, PAGE, SOURCE, VERSION
from storage.versions import BASE, ON_BASE, VERSION_COLUMNS, version_from

SHARERS = 50
"""Most pages that are looked at of those that share one thing; a template's pages share a band by the thousand."""

_BY_BAND = 3


def _sharing(page_id: ColumnElement[int], rank: int, *shared: ColumnElement[bool]) -> Select[*tuple[object, ...]]:
    some = select(page_id.label("page_id")).where(*shared).order_by(page_id).limit(SHARERS).subquery()
    return select(some.c.page_id, literal(rank).label("rank"))


_SHARERS = union_all(
    _sharing(PAGE.c.id, 0, PAGE.c.latest_exact == bindparam("exact")),
    _sharing(PAGE.c.id, 1, PAGE.c.number_key == bindparam("number")),
    _sharing(PAGE.c.id, 2, PAGE.c.name_key == bindparam("name")),
    *(
        _sharing(BAND.c.page_id, _BY_BAND, BAND.c.position == position, BAND.c.value == bindparam(f"band_{position}"))
        for position in range(BANDS)
    ),
).subquery()
_WEIGHED = (
    select(
        _SHARERS.c.page_id,
        func.min(_SHARERS.c.rank).label("rank"),
        func.count().filter(_SHARERS.c.rank == _BY_BAND).label("bands"),
    )
    .group_by(_SHARERS.c.page_id)
    .subquery()
)
_RANKED = (
    select(PAGE.c.id, SOURCE.c.tier)
    .join(_WEIGHED, _WEIGHED.c.page_id == PAGE.c.id)
    .join(SOURCE, SOURCE.c.id == PAGE.c.source_id)
    .where(
        PAGE.c.id != bindparam("page"),
        PAGE.c.presence == Presence.PRESENT.value,
        PAGE.c.policy_id.is_not(None),
    )
    .order_by(
        _WEIGHED.c.rank, _WEIGHED.c.bands.desc(), case(RANK, value=SOURCE.c.tier), PAGE.c.first_seen_at, PAGE.c.id
    )
)
_READ = (
    select(
        PAGE.c.id,
        PAGE.c.source_id,
        PAGE.c.url,
        PAGE.c.policy_id,
        PAGE.c.number_key,
        PAGE.c.name_key,
        PAGE.c.is_draft,
        PAGE.c.feature_day,
        SOURCE.c.tier,
        *VERSION_COLUMNS,
    )
    .join(SOURCE, SOURCE.c.id == PAGE.c.source_id)
    .join(VERSION, LATEST)
    .outerjoin(BASE, ON_BASE)
)
_FORGET = delete(BAND).where(BAND.c.page_id == bindparam("page"))


def replace_bands(connection: Connection, page_id: PageId, near: str) -> None:
    """Store by what texts like this one are found."""
    connection.execute(_FORGET, {"page": page_id})
    rows = [{"page_id": page_id, "position": place, "value": value} for place, value in enumerate(bands(near))]
    if rows:
        connection.execute(insert(BAND), rows)


def kin(
    connection: Connection, page: Page, fingerprint: Fingerprint, features: Features, limit: int
) -> tuple[Kin, ...]:
    """Other present pages that share the exact digest, a 文号, a name or a band; the best first."""
    mine = bands(fingerprint.near)
    shared: dict[str, object] = {
        "page": page.id,
        "exact": fingerprint.exact,
        "number": features.number,
        "name": features.name,
        **{f"band_{place}": mine[place] if mine else None for place in range(BANDS)},
    }
    ranked = connection.execute(_RANKED, shared).all()
    best = [row.id for row in ranked[:limit]]
    official = next((row.id for row in ranked if row.tier == Tier.OFFICIAL.value), None)
    if official is not None and official not in best:
        best[-1:] = [official]
    rows = connection.execute(_READ.where(PAGE.c.id.in_(best))).all() if best else []
    found = {row.id: _kin(row) for row in rows}
    return tuple(found[page_id] for page_id in best)


def _kin(row: Row[*tuple[object, ...]]) -> Kin:
    version = version_from(row)
    if version is None:
        raise StoreError(f"page {row.id} has lost its latest version; restore a backup")
    return Kin(
        page_id=PageId(row.id),
        source_id=SourceId(row.source_id),
        url=row.url,
        tier=Tier(row.tier),
        policy_id=PolicyId(row.policy_id),
        features=features_from(row),
        fingerprint=version.fingerprint,
        document=version.document,
    )
