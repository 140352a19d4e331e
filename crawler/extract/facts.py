"""What a page says about its document: dates, number, agency, source and stage, each with the words that prove it."""

from dataclasses import dataclass
from functools import cached_property

from core.identity import DocNumber, Standing, doc_number, number_in_title, own_number, repealed_by_note, standing_of
from core.model import Block, BlockKind, Dates, Document, PageKind, Stage
from crawler.extract import dates
from crawler.extract.clauses import Clauses, Known, Proof
from crawler.extract.labels import Fact, facts_of, source_of
from crawler.extract.signature import Signature, signature_of

_SEARCHED = 200_000
"""Characters in which a document says when it begins and ends; no document is longer that says it at all."""
_TABLE = 8
_OPENING = 6
_ABOVE = 3
_NOTED = 20
_SHORT = 60


@dataclass(frozen=True)
class Surroundings:
    """A document's text and what stands around it.

    Args:
        lines: from the title to the text; above the title; the first of the text; just below the text.
        selected_date: what an operator's selector found.
    """

    title: str | None
    blocks: tuple[Block, ...]
    lines: tuple[list[str], list[str], list[str], list[str]]
    told: dates.Told
    selected_date: str | None = None

    @cached_property
    def head(self) -> list[str]:
        """The lines around the title, those below it first."""
        between, above, _, _ = self.lines
        return [*between, "", *above]

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """What is labelled; the rows of a table at the beginning of the text may be a disclosure table."""
        rows = [block.text for block in self.blocks[:_TABLE] if block.kind is BlockKind.TABLE_ROW]
        _, _, opening, tail = self.lines
        short = [line for line in opening if len(line) <= _SHORT]
        return {**facts_of(rows), **facts_of([*self.head, "", *short, "", *tail])}

    def document(self, kind: PageKind) -> Document:
        """The document with all facts but its attachments and flags."""
        evidence: dict[str, str] = {}
        number, agency = self._number(evidence), self._agency(evidence)
        source = source_of(self.facts, self.told.metas, self.head)
        if source is not None:
            evidence["source_label"] = source.words
        for name in ("index_number", "registration"):
            if name in self.facts:
                evidence[name] = self.facts[name].words
        days = self._dates(evidence)
        standing = self._standing(evidence.get("effective")) if kind is PageKind.ARTICLE else None
        if standing is not None:
            evidence["stage"] = standing.words
        return Document(
            page_kind=kind,
            title=self.title,
            blocks=self.blocks,
            dates=days,
            agency=agency,
            source_label=source.value if source else None,
            doc_number=str(number) if number else None,
            index_number=self._value("index_number"),
            stage=standing.stage if standing else None,
            evidence=evidence,
        )

    @cached_property
    def _signature(self) -> Signature | None:
        return signature_of([block.text for block in self.blocks])

    def _number(self, evidence: dict[str, str]) -> DocNumber | None:
        """The labelled number; else that of the title; else one alone in a line near it. One in a sentence is cited."""
        labelled = self.facts.get("doc_number")
        if labelled is not None and (number := doc_number(labelled.value)) is not None:
            evidence["doc_number"] = labelled.words
            return number
        if self.title and (number := number_in_title(self.title)) is not None:
            evidence["doc_number"] = self.title[: dates.LONGEST_PROOF]
            return number
        issuer = self.title or ""
        opening = [block.text for block in self.blocks[:_OPENING]]
        between, above, _, _ = self.lines
        for line in (*between[:_TABLE], *opening, *above[-_ABOVE:]):
            if (number := own_number(line, issuer)) is not None:
                evidence["doc_number"] = line.strip()
                return number
            issuer = line
        return None

    def _agency(self, evidence: dict[str, str]) -> str | None:
        labelled = self.facts.get("agency")
        if labelled is not None:
            evidence["agency"] = labelled.words
            return labelled.value
        if self._signature is not None and self._signature.agency is not None:
            evidence["agency"] = f"{self._signature.agency} {self._signature.written.words}"[: dates.LONGEST_PROOF]
            return self._signature.agency
        return None

    def _standing(self, effective: str | None) -> Standing | None:
        """The stage; what tells no other, but fixes the day of its entry into force, is in force."""
        opening = "\n".join(block.text for block in self.blocks[:_OPENING])
        validity = self.facts.get("validity")
        standing = self._noted() or standing_of(self.title, opening, validity.value if validity else "")
        if standing is not None and validity is not None and standing.words == validity.value:
            return Standing(standing.stage, validity.words)
        return standing or (Standing(Stage.IN_FORCE, effective) if effective else None)

    def _noted(self) -> Standing | None:
        """What a line beside the title says of the document's end."""
        between, above, _, _ = self.lines
        lines = (line for line in (*between, *above[-_NOTED:]) if len(line) <= _SHORT)
        return next((noted for line in lines if (noted := repealed_by_note(line)) is not None), None)

    def _dates(self, evidence: dict[str, str]) -> Dates:
        chosen = dates.first_moment(self.selected_date) if self.selected_date else None
        between, _, first, tail = self.lines
        opening = [line for line in first if len(line) <= _SHORT]
        published = chosen or dates.published(self.head, opening, tail, self.told)
        if published is not None:
            evidence["published"] = published.words
        day = published.day if published else None
        written = self._labelled("written") or (self._signature.written if self._signature else None)
        clauses = Clauses("\n".join(block.text for block in self.blocks)[:_SEARCHED])
        noticed = Clauses("\n".join(line for line in (*between, *opening) if len(line) <= _SHORT))
        effective = self._labelled("effective") or clauses.effective(Known(written.day if written else None, day))
        proofs = {
            "written": written,
            "effective": effective,
            "deadline": self._labelled("deadline") or clauses.deadline(day) or noticed.deadline(day),
            "expires": self._labelled("expires") or clauses.expires(effective.day if effective else None),
        }
        evidence |= {name: proof.words for name, proof in proofs.items() if proof is not None}
        return Dates(
            published=day,
            published_at=published.at if published else None,
            **{name: proof.day if proof else None for name, proof in proofs.items()},
        )

    def _labelled(self, name: str) -> Proof | None:
        fact = self.facts.get(name)
        moment = dates.first_moment(fact.value) if fact else None
        return Proof(moment.day, fact.words) if fact and moment else None

    def _value(self, name: str) -> str | None:
        fact = self.facts.get(name)
        return fact.value if fact else None
