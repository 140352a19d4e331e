"""Whether a text can be digested again from what is stored of it."""

from dataclasses import replace

import pytest

from core.model import Fresh, PageKind, Text, Validators, Version
from crawler.extract import MOST_TEXT
from crawler.read import PLAIN, join, read
from policywatch.proof import Proof, text_proof
from storage.serialise import document_from_json, document_to_json
from tests.fakes.nouns import NOW
from tests.golden.specimen import PAGES

SENTENCE = "为了促进本市生物医药产业高质量发展，根据有关法律法规，结合本市实际，市卫生健康部门会同有关单位制定本办法。"


def page(*paragraphs: str, title: str = "关于印发办法的通知") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title><meta name="ArticleTitle" content="{title}"></head>'
        f'<body><h1>{title}</h1><div id="zoom">{body}</div></body></html>'
    ).encode()


def looked(raw: bytes, url: str = "https://www.example.gov.cn/content/post_1.html") -> Text | None:
    """What the main road reads in the bytes."""
    headers = (("content-type", "text/html"),)
    reading = read(Fresh(url=url, status=200, body=raw, headers=headers, validators=Validators()), PLAIN)
    return reading if isinstance(reading, Text) else None


def stored(reading: Text) -> Version:
    """What the database gives back of it."""
    return Version(
        number=1,
        captured_at=NOW,
        document=document_from_json(document_to_json(reading.document)),
        fingerprint=reading.fingerprint,
        raw_digest="0" * 64,
        chain="0" * 64,
        evidence={**dict(reading.sight.headers), ":url": reading.sight.url, ":status": "200"},
    )


def test_the_text_of_every_specimen_is_proved() -> None:
    readings = [(file.read_bytes(), looked(file.read_bytes())) for file in sorted(PAGES.rglob("*.html"))]
    texts = [(raw, reading) for raw, reading in readings if reading is not None]
    assert len(texts) > 50
    assert {text_proof(stored(reading), raw, PLAIN) for raw, reading in texts} == {Proof.PROVED}


def test_a_document_longer_than_any_is_read_is_proved_by_its_bytes() -> None:
    raw = page(*[SENTENCE] * (MOST_TEXT // len(SENTENCE) + 100))
    reading = looked(raw)
    assert reading is not None
    version = stored(reading)
    assert text_proof(version, raw, PLAIN) is Proof.PROVED
    assert text_proof(version, None, PLAIN) is Proof.OPEN
    forged = replace(version.document, blocks=version.document.blocks[1:])
    assert text_proof(replace(version, document=forged), raw, PLAIN) is Proof.WRONG


@pytest.mark.parametrize("forged", [False, True])
def test_a_document_of_several_pages_is_proved_by_its_paragraphs(*, forged: bool) -> None:
    first, second = looked(page(SENTENCE, "第一条 一。")), looked(page(SENTENCE[::-1], "第二条 二。"))
    assert first is not None
    assert second is not None
    whole = join(first, [second])
    assert isinstance(whole, Text)
    document = replace(whole.document, continuation=("https://www.example.gov.cn/content/post_1_2.html",))
    if forged:
        document = replace(document, blocks=document.blocks[:-1])
    version = replace(stored(whole), document=document)
    assert text_proof(version, b"<p>of the first page alone</p>", PLAIN) is (Proof.WRONG if forged else Proof.PROVED)


def test_a_text_read_under_an_unknown_recipe_is_left_open_unless_it_folds_to_its_digest() -> None:
    raw = page(SENTENCE, "第一条 一。")
    reading = looked(raw)
    assert reading is not None
    assert reading.document.page_kind is PageKind.ARTICLE
    version = stored(reading)
    assert text_proof(version, raw, None) is Proof.PROVED
    assert text_proof(replace(version, document=replace(version.document, blocks=())), raw, None) is Proof.OPEN


def test_a_file_is_proved_by_its_bytes_and_the_title_of_its_row() -> None:
    raw = b"%PDF-1.7" + b"\x00\x01" * 90
    sight = Fresh(url="https://www.example.gov.cn/f/1.pdf", status=200, body=raw, headers=(), validators=Validators())
    reading = read(sight, PLAIN, listed_title="关于印发办法的通知")
    assert isinstance(reading, Text)
    assert text_proof(stored(reading), raw, PLAIN) is Proof.PROVED
    assert (
        text_proof(replace(stored(reading), document=replace(reading.document, title="别的")), raw, PLAIN)
        is Proof.WRONG
    )
