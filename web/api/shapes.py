"""The bodies of the API, key by key: what docs/json.md says, as models that a client can be generated from."""

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from core.model import ChangeKind, Mark, PageKind, RelationKind, Stage
from core.source import Tier

Item = TypeVar("Item")
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time", "example": "2026-03-01T01:30:00Z"})]
Day = Annotated[str, Field(json_schema_extra={"format": "date", "example": "2026-03-01"})]


class Shape(BaseModel):
    """Every key is always there; keys are added, never renamed or removed."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Trouble(Shape):
    """What was wrong."""

    code: str
    """A word for programs, such as `not_found`."""
    message: str
    """A sentence for people."""


class Refusal(Shape):
    """Every refusal and every fault."""

    error: Trouble


class PageOf(Shape, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    next: str | None
    """What `cursor` must say for the following page; null on the last."""


class SourceName(Shape):
    """The source of a change."""

    id: str
    name: str
    tier: Tier


class PolicyName(Shape):
    """The policy that a page publishes."""

    id: str
    canonical_url: str
    copies: list[str]


class Between(Shape):
    """Numbers of versions."""

    from_: int | None = Field(alias="from")
    to: int | None


class HunkShape(Shape):
    """One entry of a diff."""

    op: Literal["insert", "delete", "replace", "move", "equal"]
    before: str | None
    after: str | None
    where: str | None


class LinksShape(Shape):
    """Where else it is shown."""

    dashboard: str | None


class ChangeShape(Shape):
    """A change (docs/json.md)."""

    id: str
    kind: ChangeKind
    at: Moment
    source: SourceName
    url: str
    title: str | None
    doc_number: str | None
    agency: str | None
    stage: Stage | None
    published: str | None
    """`YYYY-MM-DD`, or a moment where the page gives one."""
    policy: PolicyName
    version: Between
    similarity: float = Field(ge=0, le=1)
    nature: str | None
    pages: list[str]
    headline: str
    fields: dict[str, Annotated[list[str | None], Field(min_length=2, max_length=2)]]
    diff: list[HunkShape]
    links: LinksShape


class ChangePage(PageOf[ChangeShape]):
    """A page of changes."""

    left_out: list[Literal["diff"]]
    """Lists that are empty in every item because they were not asked for."""


class DiffShape(Shape):
    """All that differs between the two versions of a change, and all that does not."""

    change: str
    version: Between
    hunks: list[HunkShape]
    omitted: int
    """Hunks that are left out at the end."""


class TriageShape(Shape):
    """A mark of a change."""

    change: str
    number: int
    """The nth of the change."""
    mark: Mark
    by: str
    note: str
    at: Moment


class SilenceShape(Shape):
    """One way in which a rule would have said nothing of a change."""

    rule: str
    part: str
    """The key of the rule's `match` that moves."""
    why: str
    snippet: str
    """The rule with it, to be put into `sources.yaml` by hand."""
    told: int
    """Changes that the rule told in the time of the trial."""
    silenced: int
    """Those among them that it would not have told."""
    others: list[str]
    """Titles of some of these."""
    still: list[str]
    """Rules that would tell of the change all the same."""


class PolicyPageShape(Shape):
    """A page that publishes a policy."""

    url: str
    tier: Tier
    title: str | None


class RelationShape(Shape):
    """What a policy does to another document, or the other to it."""

    kind: RelationKind
    inward: bool
    """Whether the other document says so of this one."""
    url: str | None
    title: str | None
    evidence: str


class PolicyShape(Shape):
    """A policy with all its pages, the canonical one first."""

    id: str
    canonical_url: str
    pages: list[PolicyPageShape]
    relations: list[RelationShape]


class VersionShape(Shape):
    """One version of a page."""

    number: int
    captured_at: Moment
    title: str | None
    doc_number: str | None
    stage: Stage | None
    published: str | None
    content_hash: str
    near_hash: str
    raw_digest: str
    chain: str
    evidence: dict[str, str]


class DatesShape(Shape):
    """The dates of a document."""

    written: Day | None
    published: Day | None
    effective: Day | None
    deadline: Day | None
    expires: Day | None


class AttachmentShape(Shape):
    """A file of a document."""

    name: str
    url: str


class DocumentShape(Shape):
    """A document, with those keys of `extract --json` that are stored."""

    page_kind: PageKind
    title: str | None
    published: str | None
    agency: str | None
    source_label: str | None
    doc_number: str | None
    index_number: str | None
    stage: Stage | None
    dates: DatesShape
    evidence: dict[str, str]
    body: str
    attachments: list[AttachmentShape]
    charset: str
    flags: list[str]
    continuation: list[str]


class WholeVersionShape(VersionShape):
    """A version with its document."""

    document: DocumentShape
