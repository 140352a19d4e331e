"""The shape of `sources.yaml`; its JSON Schema and docs/sources.md describe every key of these sections."""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from core.source import Baseline, Paging, SourceKind, Tier
from policywatch.config.addresses import (
    Body,
    FieldPath,
    HeaderName,
    HeaderValue,
    Pattern,
    Selector,
    Url,
    UrlPath,
    Variable,
)
from policywatch.config.channels import ChannelEntry
from policywatch.config.hours import Moment
from policywatch.config.section import Section
from policywatch.config.templates import PageBody, PageUrl
from policywatch.config.values import (
    BaselineName,
    ChangeName,
    Charset,
    Cron,
    Delay,
    Duration,
    Enabled,
    Kind,
    Robots,
    Slug,
    StageName,
    Text,
    TierName,
    Timezone,
)

KIB = 1024
LARGEST_BODY = 200 * KIB * KIB
MOST_PARALLEL = 8
MOST_BACKFILL = 5000
MOST_PAGES = 200
MOST_CHARACTERS = 1_000_000
LARGEST_NUMBER = 100_000
PAGING = Paging()


class Selection(Section):
    """CSS selectors that overrule the reader."""

    rows: Selector | None = Field(None, description="the rows of the list, each one document; HTML only")
    title: Selector | None = Field(None, description="where the title stands")
    body: Selector | None = Field(None, description="where the body stands")
    date: Selector | None = Field(None, description="where the date of publication stands")
    remove: list[Selector] = Field([], description="what is cut out before reading")


class Api(Section):
    """How the rows of a JSON listing are read."""

    items: FieldPath | None = Field(None, description="path to the array of rows; none for an array at the top")
    url: UrlPath = Field(description="path to the address in a row, or a template with fields in braces")
    title: FieldPath | None = Field(None, description="path to the title in a row")
    date: FieldPath | None = Field(None, description="path to the date in a row: ISO, or seconds or milliseconds")
    method: Literal["GET", "POST"] = Field("GET", description="how the listing is asked for")
    body: Body | None = Field(None, description="what is sent with POST")
    content_type: HeaderValue = Field("application/json", description="what the body is")


class PagingEntry(Section):
    """How a listing goes on, where it does not say so itself."""

    pages: int = Field(PAGING.pages, ge=1, le=MOST_PAGES, description="looked at in one round, the first included")
    next: Selector | None = Field(None, description="the link to the next page; HTML only")
    url: PageUrl | None = Field(None, description="address of a further page, with {page} for its number")
    body: PageBody | None = Field(None, description="what is posted for a further page, with {page} for its number")
    first: int = Field(PAGING.first, ge=0, le=LARGEST_NUMBER, description="number of the second page in url and body")


class LegacyEntry(Section):
    """Permission to speak to a server with outdated TLS."""

    ca: Text = Field(description="PEM file of the certificate authority, relative to this file")
    why: Text = Field(description="the reason, for whoever reads this later")


class Habits(Section):
    """How often and how gently; in `defaults` for every source, in a source for itself."""

    every: Duration | None = Field(None, description="how often the listing is looked at")
    cron: Cron | None = Field(None, description="when the listing is looked at: five fields, weekdays by name")
    recheck: Duration | None = Field(None, description="how often a known page is looked at again")
    delay: Delay | None = Field(None, description="pause between two requests to a host")
    concurrency: int | None = Field(None, ge=1, le=MOST_PARALLEL, description="requests at a time to a host")
    timeout: Duration | None = Field(None, description="deadline of one request, redirects included")
    max_bytes: int | None = Field(None, ge=KIB, le=LARGEST_BODY, description="largest page that is read, in bytes")
    headers: dict[HeaderName, HeaderValue] | None = Field(None, description="further request headers; no secrets")
    cookies: bool | None = Field(None, description="whether cookies are kept, as some sites ask")
    proxy_env: Variable | None = Field(None, description="variable that holds the URL of a proxy")
    backfill: int | None = Field(None, ge=0, le=MOST_BACKFILL, description="how many old documents are read at first")


class SourceEntry(Habits):
    """One place that publishes documents."""

    id: Slug = Field(description="short name; it stays the same for ever")
    name: Text = Field(description="name that people read")
    name_en: Text | None = Field(None, description="name in English")
    url: Url = Field(description="address of the listing, or of the page")
    kind: Kind = Field(SourceKind.AUTO, description="how documents are found")
    tier: TierName = Field(Tier.OFFICIAL, description="how close the source is to who made the policy")
    tags: list[Text] = Field([], description="words to choose sources by")
    region: Text | None = Field(None, description="the place it speaks for")
    agency: Text | None = Field(None, description="the body that publishes, where pages do not say")
    include: Pattern | None = Field(None, description="regular expression that links must match")
    exclude: Pattern | None = Field(None, description="regular expression that links must not match")
    select: Selection = Field(Selection(), description="CSS selectors that overrule the reader")
    paging: PagingEntry = Field(PagingEntry(), description="how a listing goes on, where it does not say so")
    api: Api | None = Field(None, description="how a JSON listing is read; kind json only")
    charset: Charset | None = Field(None, description="encoding, where pages lie about it")
    robots: Robots = Field(None, description="obey robots.txt, or why not")
    legacy_tls: LegacyEntry | None = Field(None, description="permission for outdated TLS, and why")
    baseline: BaselineName | None = Field(None, description="whether the first round tells or only records")
    timezone: Timezone | None = Field(None, description="zone in which its cron and dates are read")
    enabled: Enabled = Field(None, description="whether it is watched, or why not")


class SettingsEntry(Section):
    """Defaults of the whole installation."""

    timezone: Timezone = Field("Asia/Shanghai", description="zone in which cron and dates are read")
    user_agent: HeaderValue = Field("policywatch/1", description="how the program names itself to sites")
    allow_private_networks: bool = Field(False, description="whether private addresses may be watched and told")  # noqa: FBT003
    baseline: BaselineName = Field(Baseline.SILENT, description="whether the first round tells or only records")
    hold: Delay = Field(timedelta(minutes=2), description="how long an edit waits for the same edit of other pages")
    dashboard: Url | None = Field(None, description="public address of the dashboard, for links in messages")
    feeds: Text | None = Field(None, description="folder that the feeds of all rules are written to")
    alarm: list[Text] = Field([], description="channels that are told when another does not deliver")
    alarm_after: Duration = Field(timedelta(hours=1), description="how late a message may be before that is told")


class WordsEntry(Section):
    """Words that a document has or has not; Simplified and Traditional alike."""

    any: list[Text] = Field([], description="at least one of them")
    all: list[Text] = Field([], description="every one of them")
    none: list[Text] = Field([], description="not one of them")


class MatchEntry(Section):
    """Which changes a rule wants; what is left out wants everything."""

    words: WordsEntry = Field(WordsEntry(), description="words of the title and body")
    sources: list[Text] = Field([], description="ids of sources")
    tags: list[Text] = Field([], description="tags of sources")
    tiers: list[TierName] = Field([], description="tiers of sources")
    agencies: list[Text] = Field([], description="parts of the names of agencies that issue documents")
    regions: list[Text] = Field([], description="parts of the names of regions of sources")
    kinds: list[ChangeName] = Field([], description="what happened; what people act on if none")
    stages: list[StageName] = Field([], description="where documents stand in their life")
    min_characters: int = Field(
        0, ge=0, le=MOST_CHARACTERS, description="how much an edit puts in or takes out at least; other kinds pass"
    )


class RuleEntry(Section):
    """Whom to tell of what."""

    name: Text = Field(description="name that people read in messages")
    match: MatchEntry = Field(MatchEntry(), description="which changes it wants; all that matter if left out")
    send_to: list[Text] = Field(min_length=1, description="names of channels")
    when: Moment = Field("at_once", description="when it tells")


class File(Section):
    """All of `sources.yaml`."""

    version: Literal[1] = Field(description="version of this format")
    settings: SettingsEntry = Field(SettingsEntry(), description="defaults of the whole installation")
    defaults: Habits = Field(Habits(), description="defaults of every source")
    sources: list[SourceEntry] = Field(description="what is watched")
    channels: dict[Slug, ChannelEntry] = Field({}, description="where messages go, by name")
    rules: list[RuleEntry] = Field([], description="whom to tell of what")
