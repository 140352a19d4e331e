"""What is stored of a document and of bytes comes back exactly."""

import json
from datetime import UTC
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from core.model import (
    Ask,
    Attachment,
    Block,
    BlockKind,
    Dates,
    Document,
    Entrance,
    Listed,
    PageKind,
    Stage,
    Stood,
    Suspect,
    Validity,
)
from core.source import SourceKind
from storage.addresses import form_digest, url_digest
from storage.columns import json_text, storable
from storage.compression import expand, squeeze, squeeze_against
from storage.serialise import (
    document_from_json,
    document_to_json,
    entrance_from_plain,
    listed_from_plain,
    plain_entrance,
    plain_listed,
    plain_stood,
    plain_suspect,
    stood_from_plain,
    suspect_from_plain,
)

# Every code point, surrogates and NUL among them: pages contain them.
_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)
_MAYBE = st.none() | _TEXT
_DAY = st.none() | st.dates()
_BLOCKS = st.builds(Block, _TEXT, _TEXT, st.sampled_from(BlockKind), _MAYBE) | _TEXT.map(lambda text: Block(text, text))
_DATES = st.builds(
    Dates,
    written=_DAY,
    published=_DAY,
    published_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    effective=_DAY,
    deadline=_DAY,
    expires=_DAY,
)
_DOCUMENTS = st.builds(
    Document,
    page_kind=st.sampled_from(PageKind),
    title=_MAYBE,
    blocks=st.lists(_BLOCKS, max_size=8).map(tuple),
    dates=_DATES,
    agency=_MAYBE,
    source_label=_MAYBE,
    doc_number=_MAYBE,
    index_number=_MAYBE,
    stage=st.none() | st.sampled_from(Stage),
    attachments=st.lists(st.builds(Attachment, _TEXT, _TEXT), max_size=3).map(tuple),
    charset=_TEXT,
    flags=st.lists(_TEXT, max_size=3).map(tuple),
    evidence=st.dictionaries(_TEXT, _TEXT, max_size=3),
    continuation=st.lists(_TEXT, max_size=3).map(tuple),
)

_LISTED = st.builds(
    Listed,
    doc_number=_MAYBE,
    index_number=_MAYBE,
    agency=_MAYBE,
    source_label=_MAYBE,
    written=_DAY,
    validity=st.none() | st.sampled_from(Validity),
    attachments=st.lists(st.builds(Attachment, _TEXT, _TEXT), max_size=3).map(tuple),
    modified=st.none() | st.datetimes(timezones=st.just(UTC)),
)


@given(_DOCUMENTS)
def test_a_document_comes_back_as_it_was(document: Document) -> None:
    assert document_from_json(document_to_json(document)) == document


@given(_LISTED)
def test_what_a_listing_says_comes_back_as_it_was(listed: Listed) -> None:
    plain = plain_listed(listed)
    assert listed_from_plain(json.loads(json_text(plain)) if plain else None) == listed


@given(st.builds(Entrance, kind=st.sampled_from(SourceKind), ask=st.builds(Ask, url=_TEXT, method=_TEXT, body=_MAYBE)))
def test_an_entrance_comes_back_as_it_was(entrance: Entrance) -> None:
    plain = plain_entrance(entrance)
    assert plain is not None
    assert entrance_from_plain(json.loads(json_text(plain))) == entrance


@given(st.builds(Suspect, _TEXT, st.datetimes(timezones=st.just(UTC)), _TEXT))
def test_texts_that_stood_on_a_page_come_back_as_they_were(suspect: Suspect) -> None:
    plain = plain_suspect(suspect)
    assert plain is not None
    assert suspect_from_plain(json.loads(json_text(plain))) == suspect
    stood = Stood(suspect.exact, suspect.since)
    assert stood_from_plain(json.loads(json_text(plain_stood(stood)))) == stood


@given(_TEXT)
def test_an_address_is_found_again_by_what_was_stored_of_it(url: str) -> None:
    for form in (url, f"https://{url}", f"http://{url}/index.html"):
        assert url_digest(storable(form)) == url_digest(form)
        assert form_digest(storable(form)) == form_digest(form)


@given(st.binary(max_size=2000), st.binary(max_size=2000))
def test_bytes_come_back_whatever_they_are_stored_against(data: bytes, base: bytes) -> None:
    assert expand(squeeze(data), None, "it") == data
    difference = squeeze_against(data, base)
    assert difference is None or expand(difference, base, "it") == data


@given(st.integers().map(lambda seed: Random(seed).randbytes(2000)), st.binary(max_size=20))
def test_bytes_like_those_before_take_next_to_nothing(base: bytes, added: bytes) -> None:
    difference = squeeze_against(base[:250] + added + base[250:], base)
    assert difference is not None
    assert len(difference) < len(squeeze(base)) / 2


@given(_TEXT)
def test_stored_text_is_what_every_database_takes(text: str) -> None:
    stored = storable(text)
    assert "\x00" not in stored
    assert storable(stored) == stored == stored.encode().decode()


@given(_TEXT)
def test_stored_json_is_what_every_database_takes(text: str) -> None:
    assert "\x00" not in json_text([text])
    json_text([text]).encode()
