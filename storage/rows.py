"""Rows to nouns and nouns to rows, by hand: on the main road an identity map would cost more than the database."""

from collections.abc import Mapping
from datetime import timedelta
from typing import cast

from sqlalchemy import Row

from core.model import (
    Change,
    ChangeKind,
    Delivery,
    DeliveryState,
    Features,
    Fields,
    Health,
    Known,
    Listing,
    Observations,
    Page,
    PageId,
    Presence,
    Stage,
    Validators,
    Version,
)
from core.model.listing import NO_PAGE
from core.source import SourceId, Tier
from storage.serialise import (
    entrance_from_plain,
    listed_from_plain,
    plain_entrance,
    plain_listed,
    plain_stood,
    plain_suspect,
    stood_from_plain,
    suspect_from_plain,
)

Values = dict[str, object]


def page_from(row: Row[*tuple[object, ...]], latest: Version | None) -> Page:
    """A page from the columns of `page` and its source's `tier` and `source_weight`."""
    return Page(
        id=PageId(row.id),
        source_id=SourceId(row.source_id),
        url=row.url,
        first_seen_at=row.first_seen_at,
        next_check_at=row.next_check_at,
        tier=Tier(row.tier),
        announce=row.announce,
        validators=_validators(row),
        recipe=row.recipe,
        failures=row.failures,
        presence=Presence(row.presence),
        gone_sightings=row.gone_sightings,
        gone_since=row.gone_since,
        gone_seen_at=row.gone_seen_at,
        latest=latest,
        changes=row.changes,
        revision=row.revision,
        listed_title=row.listed_title,
        listed_date=row.listed_date,
        listed=listed_from_plain(row.listed),
        relisted=row.relisted,
        observations=Observations(
            looks=row.looks, changes=row.seen_changes, watched=timedelta(seconds=row.watched_seconds)
        ),
        weight=row.weight,
        source_weight=row.source_weight,
        policy_id=row.policy_id,
        recent=tuple([stood_from_plain(stood) for stood in row.recent or ()]),
        suspect=suspect_from_plain(row.suspect),
        flapping_since=row.flapping_since,
        remind_at=row.remind_at,
        repealed_by=row.repealed_by,
        last_looked_at=row.last_looked_at,
        last_outcome=row.last_outcome,
        last_error=row.last_error,
    )


def page_values(page: Page) -> Values:
    """What any commit may move: all but identity, policy, `story_values`, latest version and revision."""
    return {
        "next_check_at": page.next_check_at,
        "announce": page.announce,
        "etag": page.validators.etag,
        "last_modified": page.validators.last_modified,
        "raw_digest": page.validators.raw_digest,
        "recipe": page.recipe,
        "failures": page.failures,
        "presence": page.presence.value,
        "gone_sightings": page.gone_sightings,
        "gone_since": page.gone_since,
        "gone_seen_at": page.gone_seen_at,
        "changes": page.changes,
        "listed_title": page.listed_title,
        "listed_date": page.listed_date,
        "listed": plain_listed(page.listed),
        "relisted": page.relisted,
        "looks": page.observations.looks,
        "seen_changes": page.observations.changes,
        "watched_seconds": page.observations.watched.total_seconds(),
        "weight": page.weight,
        "last_looked_at": page.last_looked_at,
        "last_outcome": page.last_outcome,
        "last_error": page.last_error,
    }


def story_values(page: Page) -> Values:
    """What few commits move: which texts stood on it, and what is to be said of it."""
    return {
        "recent": [plain_stood(stood) for stood in page.recent] or None,
        "suspect": plain_suspect(page.suspect),
        "flapping_since": page.flapping_since,
        "remind_at": page.remind_at,
        "repealed_by": page.repealed_by,
    }


def feature_values(features: Features) -> Values:
    """What a document says of which policy it is, in columns of `page`."""
    return {
        "number_key": features.number,
        "name_key": features.name,
        "is_draft": features.draft,
        "feature_day": features.day,
    }


def features_from(row: Row[*tuple[object, ...]]) -> Features:
    """What `feature_values` said."""
    return Features(number=row.number_key, name=row.name_key, draft=row.is_draft, day=row.feature_day)


def known_from(row: Row[*tuple[object, ...]]) -> Known:
    """What is remembered of how a listing showed a page, from columns of `page`."""
    return Known(page_id=PageId(row.id), url=row.url, title=row.listed_title, listed=listed_from_plain(row.listed))


def listing_from(row: Row[*tuple[object, ...]]) -> Listing:
    """A listing from the columns of `listing` and the `changes` of its page."""
    return Listing(
        source_id=SourceId(row.source_id),
        next_look_at=row.next_look_at,
        page_id=NO_PAGE if row.page_id is None else PageId(row.page_id),
        changes=row.changes or 0,
        validators=_validators(row),
        rules=row.rules,
        entrance=entrance_from_plain(row.entrance),
        health=Health(row.health),
        failures=row.failures,
        items=row.items,
        revision=row.revision,
        failing_since=row.failing_since,
        last_new_at=row.last_new_at,
        expected_by=row.expected_by,
        last_looked_at=row.last_looked_at,
        last_success_at=row.last_success_at,
        last_outcome=row.last_outcome,
        last_error=row.last_error,
    )


def listing_values(listing: Listing) -> Values:
    """What a finding may move: all but identity and revision."""
    return {
        "next_look_at": listing.next_look_at,
        "etag": listing.validators.etag,
        "last_modified": listing.validators.last_modified,
        "raw_digest": listing.validators.raw_digest,
        "rules": listing.rules,
        "entrance": plain_entrance(listing.entrance),
        "health": listing.health.value,
        "failures": listing.failures,
        "items": listing.items,
        "failing_since": listing.failing_since,
        "last_new_at": listing.last_new_at,
        "expected_by": listing.expected_by,
        "last_looked_at": listing.last_looked_at,
        "last_success_at": listing.last_success_at,
        "last_outcome": listing.last_outcome,
        "last_error": listing.last_error,
    }


def change_from(row: Row[*tuple[object, ...]]) -> Change:
    """A change from the columns of `change`."""
    return Change(
        page_id=PageId(row.page_id),
        source_id=SourceId(row.source_id),
        url=row.url,
        number=row.number,
        kind=ChangeKind(row.kind),
        at=row.at,
        before=row.before,
        after=row.after,
        similarity=row.similarity,
        fields=_fields(row.fields),
        headline=row.headline,
        canonical_url=row.canonical_url,
        copies=tuple(row.copies),
        policy_id=row.policy_id,
        nature=row.nature,
        edit=row.edit,
        pages=tuple(row.pages or ()),
    )


def change_values(change: Change, joined_to: str | None = None, stage: Stage | None = None) -> Values:
    """A row of `change`; `joined_to` is the id of the change that speaks for it, `stage` that of its document."""
    return {
        "id": change.id,
        "page_id": change.page_id,
        "number": change.number,
        "url": change.url,
        "kind": change.kind.value,
        "at": change.at,
        "before": change.before,
        "after": change.after,
        "similarity": change.similarity,
        "fields": {name: list(pair) for name, pair in change.fields.items()},
        "headline": change.headline,
        "canonical_url": change.canonical_url,
        "copies": list(change.copies),
        "policy_id": change.policy_id,
        "nature": change.nature,
        "edit": change.edit,
        "pages": list(change.pages) or None,
        "joined_to": joined_to,
        "source_id": change.source_id,
        "stage": stage.value if stage else None,
    }


def delivery_from(row: Row[*tuple[object, ...]]) -> Delivery:
    """A delivery from the columns of `delivery`."""
    return Delivery(
        change_id=row.change_id,
        page_id=PageId(row.page_id),
        number=row.number,
        rule=row.rule,
        channel=row.channel,
        recipient=row.recipient,
        line=row.line,
        gather=row.gather,
        letter=row.letter,
        promised_at=row.promised_at,
        due_at=row.due_at,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        created_at=row.created_at,
        settled_at=row.settled_at,
        last_error=row.last_error,
    )


def delivery_values(delivery: Delivery) -> Values:
    """A row of `delivery`; only what is owed can be claimed."""
    return {
        "id": delivery.id,
        "change_id": delivery.change_id,
        "page_id": delivery.page_id,
        "number": delivery.number,
        "rule": delivery.rule,
        "channel": delivery.channel,
        "recipient": delivery.recipient,
        "line": delivery.line,
        "gather": delivery.gather,
        "letter": delivery.letter,
        "promised_at": delivery.promised_at,
        "state": delivery.state.value,
        "due_at": delivery.due_at,
        "claimable_at": delivery.due_at if delivery.state is DeliveryState.OWED else None,
        "attempts": delivery.attempts,
        "created_at": delivery.created_at,
        "settled_at": delivery.settled_at,
        "last_error": delivery.last_error,
    }


def _validators(row: Row[*tuple[object, ...]]) -> Validators:
    return Validators(etag=row.etag, last_modified=row.last_modified, raw_digest=row.raw_digest)


def _fields(plain: Mapping[str, list[str | None]]) -> Fields:
    return {name: cast("tuple[str | None, str | None]", tuple(pair)) for name, pair in plain.items()}
