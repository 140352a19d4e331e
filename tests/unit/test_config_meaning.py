"""What a right file comes to mean."""

import re
from datetime import time, timedelta
from pathlib import Path
from textwrap import dedent

import pytest

from core.model import OF_SOURCES
from core.source import (
    AT_ONCE,
    Allowance,
    Baseline,
    Channel,
    ChannelType,
    Configuration,
    Days,
    Language,
    LegacyTls,
    Paging,
    Quiet,
    Recipe,
    Selectors,
    Settings,
    SourceKind,
    Tier,
    When,
)
from policywatch.config import json_schema, load

ROOT = Path(__file__).parent.parent.parent

WHOLE = """\
version: 1
settings: {timezone: Asia/Urumqi, user_agent: "me/1", allow_private_networks: true, baseline: announce,
  dashboard: "https://watch.example.org/", feeds: feeds, alarm: [team, console, team], alarm_after: 30m}
defaults: {every: 2h, recheck: 2d, delay: 0s, concurrency: 2, timeout: 10s, max_bytes: 5000, backfill: 7, cookies: true,
  headers: {Referer: "https://a.cn/", Accept-Language: zh}}
sources:
  - id: plain
    name: 简单
    url: https://plain.gov.cn/
    select: {rows: .news li}
    paging: {next: a.next}
  - id: rich
    name: 丰富
    name_en: Rich
    url: http://rich.gov.cn/api
    kind: json
    tier: mirror
    tags: [广州, 卫健, 广州]
    region: 广州
    agency: 某局
    cron: "0 8-20 * *   mon-fri"
    recheck: 1w
    delay: 5s
    timezone: Asia/Shanghai
    include: /post_
    exclude: /video/
    api: {items: data.list, url: "/content/post_{id}.html", title: title, date: time, method: POST, body: {page: 1}}
    paging: {pages: 7, url: "../list?page={page}", body: {pageNum: "{page}", note: "of {page}"}, first: 1}
    select: {title: h1, body: "#zoom", date: .time, remove: [.ad]}
    charset: gb18030
    robots: {ignore: asked and allowed}
    headers: {referer: "https://b.cn/"}
    cookies: false
    proxy_env: RICH_PROXY
    legacy_tls: {ca: server.pem, why: RSA-1024}
    baseline: silent
    backfill: 0
    enabled: {disabled: not now}
channels:
  console: {type: console}
  team: {type: email, to: [a@example.org, b@example.org, a@example.org]}
  hook: {type: webhook, url: "https://example.org/hook", secret_env: HOOK_SECRET}
  feishu: {type: feishu, url_env: FEISHU_URL, secret_env: FEISHU_SECRET, language: zh}
  dingtalk: {type: dingtalk, url_env: DINGTALK_URL, days: working, timezone: Europe/Berlin}
  wecom: {type: wecom, url_env: WECOM_URL, quiet: "22:00-8:00", at_most: {messages: 5, per: 10m}}
  chat: {type: apprise, url_env: TEAM_CHAT_URL, at_most: unlimited}
  log: {type: file, path: logs/alerts.jsonl, templates: own, at_most: {messages: 1, per: 1d}}
rules:
  - name: cells
    match: {words: {any: [細胞, 细胞], none: [A]}, sources: [rich], tags: [卫健], tiers: [mirror], kinds: [new, status]}
    send_to: [team, hook, team]
    when: at_once
  - name: all
    send_to: [console]
  - name: morning
    match: {agencies: [衛健委, 卫健委], regions: [廣州], stages: [draft, in_force, draft], min_characters: 20}
    send_to: [feishu]
    when: {digest: "0 9   * * mon-fri", days: working, timezone: Asia/Tokyo}
  - name: evening
    send_to: [chat]
    when: {digest: "0 18 * * *"}
"""


def fold(text: str) -> str:
    return text.lower().replace("細", "细").replace("衛", "卫").replace("廣", "广")


@pytest.fixture
def whole(tmp_path: Path) -> Configuration:
    (tmp_path / "server.pem").write_text("PEM")
    (tmp_path / "own").mkdir()
    path = tmp_path / "sources.yaml"
    path.write_text(WHOLE, encoding="utf-8")
    return load(path, {"RICH_PROXY": "http://proxy:3128"}, plain=Recipe(reading_version=9), fold=fold)


def test_a_source_that_says_little_takes_the_defaults(whole: Configuration) -> None:
    plain = whole.sources[0]

    assert (plain.kind, plain.tier, plain.baseline) == (SourceKind.AUTO, Tier.OFFICIAL, Baseline.ANNOUNCE)
    assert (plain.pace.every, plain.pace.recheck) == (timedelta(hours=2), timedelta(days=2))
    assert (plain.pace.cron, plain.pace.timezone) == (None, "Asia/Urumqi")
    assert (plain.manners.delay, plain.manners.timeout) == (timedelta(0), timedelta(seconds=10))
    assert (plain.manners.concurrency, plain.manners.max_bytes) == (2, 5000)
    assert (plain.manners.user_agent, plain.manners.allow_private_networks) == ("me/1", True)
    assert plain.manners.headers == (("Referer", "https://a.cn/"), ("Accept-Language", "zh"))
    assert (plain.manners.cookies, plain.discovery.backfill, plain.disabled) == (True, 7, None)


def test_what_a_source_says_itself_overrules_the_defaults(whole: Configuration) -> None:
    rich = whole.sources[1]

    assert (rich.pace.cron, rich.pace.recheck) == ("0 8-20 * * mon-fri", timedelta(weeks=1))
    assert rich.pace.timezone == "Asia/Shanghai"
    assert rich.manners.delay == timedelta(seconds=5)
    assert rich.manners.headers == (("referer", "https://b.cn/"), ("Accept-Language", "zh"))
    assert (rich.manners.cookies, rich.manners.proxy) == (False, "http://proxy:3128")
    assert (rich.manners.robots_ignored, rich.disabled) == ("asked and allowed", "not now")
    assert (rich.baseline, rich.tier, rich.tags) == (Baseline.SILENT, Tier.MIRROR, ("广州", "卫健"))
    assert (rich.discovery.include, rich.discovery.exclude, rich.discovery.backfill) == ("/post_", "/video/", 0)
    assert (rich.name_en, rich.region, rich.agency) == ("Rich", "广州", "某局")


def test_settings_of_the_installation_are_kept(whole: Configuration) -> None:
    settings = whole.settings

    assert (settings.timezone, settings.user_agent) == ("Asia/Urumqi", "me/1")
    assert settings.allow_private_networks
    assert settings.hold == Settings().hold


def test_a_json_listing_is_described_whole(whole: Configuration) -> None:
    api = whole.sources[1].discovery.api

    assert api is not None
    assert (api.items, api.url, api.title, api.date) == ("data.list", "/content/post_{id}.html", "title", "time")
    assert (api.method, api.body, api.content_type) == ("POST", '{"page": 1}', "application/json")


def test_further_pages_are_named_absolutely_and_numbered_as_numbers(whole: Configuration) -> None:
    assert whole.sources[1].discovery.paging == Paging(
        pages=7, url="http://rich.gov.cn/list?page={page}", body='{"pageNum": {page}, "note": "of {page}"}', first=1
    )


def test_rows_and_the_link_to_the_next_page_rule_finding_and_not_reading(whole: Configuration) -> None:
    plain = whole.sources[0]

    assert (plain.discovery.rows, plain.discovery.paging) == (".news li", Paging(next="a.next"))
    assert plain.recipe == Recipe(reading_version=9)


@pytest.mark.parametrize(
    ("template", "meant"),
    [
        ("index_{page}.html", "https://a.gov.cn/tz/index_{page}.html"),
        ("?page={page}", "https://a.gov.cn/tz/?page={page}"),
        ("/all/{page}/", "https://a.gov.cn/all/{page}/"),
        ("https://api.b.cn/list?p={page}", "https://api.b.cn/list?p={page}"),
    ],
)
def test_the_address_of_a_further_page_may_be_relative(tmp_path: Path, template: str, meant: str) -> None:
    path = tmp_path / "sources.yaml"
    source = f"{{id: a, name: a, url: 'https://a.gov.cn/tz/', paging: {{url: '{template}'}}}}"
    path.write_text(f"version: 1\nsources: [{source}]")

    (loaded,) = load(path, {}, plain=Recipe(reading_version=1), fold=fold).sources

    assert loaded.discovery.paging == Paging(url=meant)


@pytest.mark.parametrize("kind", [kind.value for kind in SourceKind if kind is not SourceKind.JSON])
def test_every_kind_of_the_contract_is_understood(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(f"version: 1\nsources: [{{id: a, name: a, url: 'https://a.cn', kind: {kind}}}]")

    (loaded,) = load(path, {}, plain=Recipe(reading_version=1), fold=fold).sources

    assert loaded.kind.value == kind


def test_rules_may_ask_for_the_health_of_sources(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    rule = "{name: health, send_to: [c], match: {kinds: [failing, layout, silent, recovered]}}"
    path.write_text(f"version: 1\nsources: []\nchannels: {{c: {{type: console}}}}\nrules: [{rule}]")

    (loaded,) = load(path, {}, plain=Recipe(reading_version=1), fold=fold).rules

    assert loaded.match.kinds == OF_SOURCES


def test_the_recipe_carries_selectors_charset_and_reading_version(whole: Configuration) -> None:
    recipe = whole.sources[1].recipe

    assert recipe.selectors == Selectors(title="h1", body="#zoom", date=".time", remove=(".ad",))
    assert (recipe.charset, recipe.reading_version) == ("gb18030", 9)
    assert recipe.digest != whole.sources[0].recipe.digest


def test_a_pinned_authority_is_found_beside_the_file(whole: Configuration, tmp_path: Path) -> None:
    assert whole.sources[1].manners.legacy_tls == LegacyTls(ca=str(tmp_path / "server.pem"), why="RSA-1024")


def test_an_own_interval_overrules_a_cron_of_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    defaults = "version: 1\ndefaults: {cron: '0 8 * * mon'}\n"
    path.write_text(
        defaults + "sources: [{id: a, name: a, url: 'http://a.cn', every: 1h}, {id: b, name: b, url: 'http://b.cn'}]"
    )

    first, second = load(path, {}, plain=Recipe(reading_version=1), fold=fold).sources

    assert (first.pace.cron, first.pace.every) == (None, timedelta(hours=1))
    assert second.pace.cron == "0 8 * * mon"


def test_channels_keep_their_order_and_name_their_recipients_once(whole: Configuration) -> None:
    usual = Allowance(30, timedelta(hours=1))
    mail = ("a@example.org", "b@example.org")

    assert whole.channels[:4] == (
        Channel(name="console", type=ChannelType.CONSOLE),
        Channel(name="team", type=ChannelType.EMAIL, to=mail, allowance=usual),
        Channel(name="hook", type=ChannelType.WEBHOOK, url="https://example.org/hook", secret_env="HOOK_SECRET"),
        Channel(
            name="feishu",
            type=ChannelType.FEISHU,
            url_env="FEISHU_URL",
            secret_env="FEISHU_SECRET",
            language=Language.ZH,
            allowance=usual,
        ),
    )


def test_a_channel_says_when_it_speaks_and_how_often(whole: Configuration) -> None:
    dingtalk, wecom, chat, log = whole.channels[4:]

    assert (dingtalk.days, dingtalk.timezone) == (Days.WORKING, "Europe/Berlin")
    assert wecom.quiet == Quiet(time(22), time(8))
    assert wecom.allowance == Allowance(5, timedelta(minutes=10))
    assert (chat.type, chat.url_env, chat.allowance) == (ChannelType.APPRISE, "TEAM_CHAT_URL", None)
    assert log.allowance == Allowance(1, timedelta(days=1))


def test_files_and_folders_are_absolute_and_lie_beside_the_file(whole: Configuration, tmp_path: Path) -> None:
    log = whole.channels[-1]

    assert (log.path, log.templates) == (str(tmp_path / "logs" / "alerts.jsonl"), str(tmp_path / "own"))
    assert whole.settings.feeds == str(tmp_path / "feeds")


def test_no_recipient_is_a_secret(whole: Configuration) -> None:
    assert [channel.recipients for channel in whole.channels[3:]] == [
        ("FEISHU_URL",),
        ("DINGTALK_URL",),
        ("WECOM_URL",),
        ("TEAM_CHAT_URL",),
        (whole.channels[-1].path,),
    ]


def test_settings_name_the_dashboard_and_who_hears_that_a_channel_is_silent(whole: Configuration) -> None:
    settings = whole.settings

    assert settings.dashboard == "https://watch.example.org/"
    assert (settings.alarm, settings.alarm_after) == (("team", "console"), timedelta(minutes=30))


def test_a_rule_tells_at_once_or_in_a_digest(whole: Configuration) -> None:
    cells, everything, morning, evening = whole.rules

    assert cells.when == everything.when == AT_ONCE
    assert morning.when == When(digest="0 9 * * mon-fri", days=Days.WORKING, timezone="Asia/Tokyo")
    assert evening.when == When(digest="0 18 * * *")


def test_names_of_agencies_and_regions_are_stored_folded_and_once(whole: Configuration) -> None:
    match = whole.rules[2].match

    assert (match.agencies, match.regions) == (("卫健委",), ("广州",))
    assert (match.stages, match.min_characters) == (("draft", "in_force"), 20)


def test_words_of_rules_are_stored_folded_and_once(whole: Configuration) -> None:
    cells, everything = whole.rules[:2]

    assert (cells.match.words.any, cells.match.words.none) == (("细胞",), ("a",))
    assert (cells.match.sources, cells.match.tags, cells.match.tiers) == (("rich",), ("卫健",), (Tier.MIRROR,))
    assert (cells.match.kinds, cells.send_to) == (("new", "status"), ("team", "hook"))
    assert everything.match.kinds == ()


def test_sections_with_nothing_in_them_are_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text("version: 1\nsettings:\ndefaults:\nsources:\nchannels:\nrules:\n")

    assert load(path, {}, plain=Recipe(reading_version=1), fold=fold) == Configuration()


def keys_of(part: object) -> set[str]:
    if isinstance(part, list):
        return set().union(*(keys_of(item) for item in part))
    if not isinstance(part, dict):
        return set()
    properties = part.get("properties", {})
    return set(properties if isinstance(properties, dict) else {}).union(*(keys_of(item) for item in part.values()))


def test_every_key_of_the_schema_is_explained_in_the_documentation() -> None:
    said = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")

    assert [key for key in sorted(keys_of(json_schema())) if f"`{key}`" not in said] == []


def test_every_example_of_the_documentation_works_when_it_is_pasted(tmp_path: Path) -> None:
    said = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    examples = [dedent(example) for example in re.findall(r"^ *```yaml\n(.+?)^ *```$", said, re.DOTALL | re.MULTILINE)]
    path = tmp_path / "sources.yaml"

    for example in examples:
        entries = "sources:\n" + example if example.startswith("- id:") else "sources: []\n" + example
        channels = "" if example.startswith("channels:") else "channels: {console: {type: console}}\n"
        path.write_text(f"version: 1\n{channels}{entries}", encoding="utf-8")
        loaded = load(path, {}, plain=Recipe(reading_version=1), fold=fold)
        assert loaded.sources or loaded.rules
    assert len(examples) >= 4


def test_the_schema_tells_editors_how_texts_are_written() -> None:
    text = str(json_schema())

    for pattern in ("'^https?://'", "'^[a-z0-9][a-z0-9-]*$'", "'^[A-Z][A-Z0-9_]*$'", repr(r"\{page\}")):
        assert f"'pattern': {pattern}" in text


def test_the_schema_offers_only_what_this_version_has_built() -> None:
    text = str(json_schema())

    assert "'list', 'feed', 'sitemap', 'json', 'gkmlpt', 'nfcms', 'trs', 'hanweb', 'govcn'" in text
    for word in ("render", "'null'"):
        assert word not in text
