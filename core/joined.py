"""What a listing says of a document, and what its page said before, joins what the page says."""

from dataclasses import replace

from core.change import files, labelled
from core.identity import standing_of
from core.model import Attachment, Document, Listed, Page, Reading, Stage, Text, Validity

_NO_LONGER_VALID = {Validity.REPEALED: "已废止", Validity.EXPIRED: "已失效"}


def joined(reading: Reading, page: Page) -> Reading:
    """The reading with the facts that its listing adds; what the page says itself is never overruled.

    A page that shows the same text and its title, a fact or a file no longer, as in a template without its table of
    facts, has shown it: what stood there before is kept.

    That a policy is repealed is the one exception: sites mark it in the listing alone (handbook §1, trap 7), and
    the document that repeals it marks nothing at all.
    """
    if not isinstance(reading, Text):
        return reading
    document = joined_document(_remembered(reading, page), page.listed_title, page.listed)
    if page.repealed_by is not None:
        document = _repealed(document, f"repealed by: {page.repealed_by}")
    return reading if document is reading.document else replace(reading, document=document)


def _remembered(reading: Text, page: Page) -> Document:
    """The document with the title, facts and files that the same text came with before."""
    said, latest = reading.document, page.latest
    same = latest is not None and latest.fingerprint == reading.fingerprint
    if latest is None or not same or not page.was_read_by(reading.fingerprint.recipe):
        return said
    was = latest.document
    if files(said).keys() < files(was).keys():
        said = replace(said, attachments=was.attachments)
    if said.title is None:
        said = replace(said, title=was.title, stage=said.stage or was.stage)
    lost = labelled(was).keys() - labelled(said).keys()
    if not lost:
        return said
    proofs = {name: was.evidence[name] for name in lost & was.evidence.keys()}
    days = {name: getattr(was.dates, name) for name in lost - {"doc_number"}}
    return replace(
        said,
        doc_number=was.doc_number if "doc_number" in lost else said.doc_number,
        dates=replace(said.dates, **days),
        evidence={**said.evidence, **proofs},
    )


def joined_document(document: Document, listed_title: str | None, listed: Listed) -> Document:
    """The document with what its listing adds."""
    dates = document.dates
    proof = repeal_listed(listed_title, listed)
    after = replace(
        document,
        doc_number=document.doc_number or listed.doc_number,
        index_number=document.index_number or listed.index_number,
        agency=document.agency or listed.agency,
        source_label=document.source_label or listed.source_label,
        dates=dates if dates.written or not listed.written else replace(dates, written=listed.written),
        attachments=document.attachments + _further(document.attachments, listed.attachments),
    )
    after = _repealed(after, f"listing: {proof}") if proof is not None else after
    return document if after == document else after


def repeal_listed(title: str | None, listed: Listed) -> str | None:
    """The words with which a listing calls a document repealed or expired; None where it does not."""
    if listed.validity in _NO_LONGER_VALID:
        return _NO_LONGER_VALID[listed.validity]
    found = standing_of(title) if title else None
    return found.words if found is not None and found.stage is Stage.REPEALED else None


def _repealed(document: Document, proof: str) -> Document:
    """The document as repealed; what proves it first stays its proof."""
    if document.stage is Stage.REPEALED:
        return document
    return replace(document, stage=Stage.REPEALED, evidence={**document.evidence, "stage": proof})


def _further(known: tuple[Attachment, ...], listed: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    urls = {attachment.url for attachment in known}
    return tuple(attachment for attachment in listed if attachment.url not in urls)
