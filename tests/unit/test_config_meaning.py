"""What a right file comes to mean."""

from datetime import timedelta
from pathlib import Path

import pytest

from core.source import (
    Baseline,
    Channel,
    ChannelType,
    Configuration,
    LegacyTls,
    Recipe,
    Selectors,
    Settings,
    SourceKind,
    Tier,
)
from policywatch.config import json_schema, load

ROOT = Path(__file__).parent.parent.parent

WHOLE = """\
version: 1
settings: {timezone: Asia/Urumqi, user_agent: "me/1", allow_private_networks: true, baseline: announce}
defaults: {every: 2h, recheck: 2d, delay: 0s, concurrency: 2, timeout: 10s, max_bytes: 5000, backfill: 7, cookies: true,
  headers: {Referer: "https://a.cn/", Accept-Language: zh}}
sources:
  - id: plain
    name: 简单
    url: https://plain.gov.cn/
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
rules:
  - name: cells
    match: {words: {any: [細胞, 细胞], none: [A]}, sources: [rich], tags: [卫健], tiers: [mirror], kinds: [new, status]}
    send_to: [team, hook, team]
    when: at_once
  - name: all
    send_to: [console]
"""


def fold(text: str) -> str:
    return text.lower().replace("細", "细")


@pytest.fixture
def whole(tmp_path: Path) -> Configuration:
    (tmp_path / "server.pem").write_text("PEM")
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
    assert whole.settings == Settings(timezone="Asia/Urumqi", allow_private_networks=True)


def test_a_json_listing_is_described_whole(whole: Configuration) -> None:
    api = whole.sources[1].discovery.api

    assert api is not None
    assert (api.items, api.url, api.title, api.date) == ("data.list", "/content/post_{id}.html", "title", "time")
    assert (api.method, api.body, api.content_type) == ("POST", '{"page": 1}', "application/json")


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
    assert whole.channels == (
        Channel(name="console", type=ChannelType.CONSOLE),
        Channel(name="team", type=ChannelType.EMAIL, to=("a@example.org", "b@example.org")),
        Channel(name="hook", type=ChannelType.WEBHOOK, url="https://example.org/hook", secret_env="HOOK_SECRET"),
    )


def test_words_of_rules_are_stored_folded_and_once(whole: Configuration) -> None:
    cells, everything = whole.rules

    assert (cells.match.words.any, cells.match.words.none) == (("细胞",), ("a",))
    assert (cells.match.sources, cells.match.tags, cells.match.tiers) == (("rich",), ("卫健",), (Tier.MIRROR,))
    assert (cells.match.kinds, cells.send_to) == (("new", "status"), ("team", "hook"))
    assert everything.match.kinds == ()


def test_sections_with_nothing_in_them_are_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text("version: 1\nsettings:\ndefaults:\nsources:\nchannels:\nrules:\n")

    assert load(path, {}, plain=Recipe(reading_version=1), fold=fold) == Configuration()


def test_the_file_that_ships_runs_as_it_stands() -> None:
    config = load(ROOT / "sources.yaml", {}, plain=Recipe(reading_version=1), fold=fold)

    watched = [source for source in config.sources if source.disabled is None]
    assert 30 <= len(watched) <= 60
    assert [channel.type for channel in config.channels] == [ChannelType.CONSOLE]
    assert [(rule.send_to, rule.match.kinds) for rule in config.rules] == [(("console",), ())]
    assert {source.kind for source in config.sources} <= {SourceKind.LIST, SourceKind.PAGE, SourceKind.JSON}
    assert all(source.manners.delay >= timedelta(seconds=2) for source in config.sources)
    assert all(source.manners.robots_ignored is None for source in config.sources)


def test_sites_that_answer_with_a_challenge_ship_disabled_with_the_reason() -> None:
    config = load(ROOT / "sources.yaml", {}, plain=Recipe(reading_version=1), fold=fold)

    disabled = {source.id: source.disabled for source in config.sources if source.disabled is not None}
    assert set(disabled) >= {"nhc", "nmpa", "mohrss", "customs"}


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


def test_the_schema_offers_only_what_this_version_has_built() -> None:
    text = str(json_schema())

    assert "'list', 'json'" in text
    for word in ("gkmlpt", "apprise", "render", "'null'"):
        assert word not in text
