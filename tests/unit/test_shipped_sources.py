"""The `sources.yaml` that ships: it runs as it stands, and keeps what the handbook asks of it."""

import csv
import re
from collections import Counter
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from core.address_key import address_key
from core.model import OF_SOURCES
from core.source import ChannelType, Configuration, Recipe, Source, SourceKind, Tier
from policywatch.config import load

ROOT = Path(__file__).parent.parent.parent
SHIPPED = ROOT / "sources.yaml"
KNOWN_SITES = ROOT.parent / "shared" / "domain" / "sources.csv"
GROUPS = ("国家 National", "广东 Guangdong", "广州 Guangzhou", "佛山 Foshan", "深圳 Shenzhen", "新闻 News")
HEALTH = {"卫健", "医保", "药监", "医疗"}
CERTAINTIES = (
    "read in public crawler code",
    "guess from the platform family",
    "known to answer with a challenge",
)


def loaded(path: Path) -> Configuration:
    return load(path, {}, plain=Recipe(reading_version=1), fold=str.strip)


@pytest.fixture(scope="module")
def shipped() -> Configuration:
    return loaded(SHIPPED)


@pytest.fixture(scope="module")
def text() -> str:
    return SHIPPED.read_text(encoding="utf-8")


def group_of_each(text: str) -> dict[str, str]:
    """The heading under which each source stands."""
    marks = re.findall(r"^  (?:# === (.+?)(?::.*| =+)$|- id: (\S+))", text, re.MULTILINE)
    groups, heading = {}, ""
    for title, source_id in marks:
        heading = title.strip() or heading
        if source_id:
            groups[source_id] = heading
    return groups


def host(source: Source) -> str:
    return urlsplit(source.url).netloc


def watched(config: Configuration) -> list[Source]:
    return [source for source in config.sources if source.disabled is None]


def test_at_least_sixty_sources_are_watched_and_only_the_console_is_told(shipped: Configuration) -> None:
    assert len(watched(shipped)) >= 60
    assert [channel.type for channel in shipped.channels] == [ChannelType.CONSOLE]
    assert [(rule.name, rule.send_to) for rule in shipped.rules] == [
        ("everything", ("console",)),
        ("health", ("console",)),
    ]


def test_documents_and_the_health_of_sources_are_told_by_a_rule_each(shipped: Configuration) -> None:
    everything, health = shipped.rules

    assert everything.match.kinds == ()
    assert health.match.kinds == OF_SOURCES


def test_at_least_sixty_of_the_known_sites_are_there(text: str) -> None:
    if not KNOWN_SITES.is_file():
        pytest.skip("the handbook's list of known sites is not beside this checkout")
    with KNOWN_SITES.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    here = {urlsplit(url).netloc for url in re.findall(r"^    url: (\S+)$", text, re.MULTILINE)}

    def is_here(row: dict[str, str]) -> bool:
        named = re.findall(r"https?://([\w.-]+)", f"{row['base_url']} {row['listing']}")
        return not here.isdisjoint(named)

    assert sum(is_here(row) for row in rows) >= 60


def test_groups_follow_each_other_in_the_promised_order(shipped: Configuration, text: str) -> None:
    groups = group_of_each(text)

    assert [group for group, _ in groupby(groups[source.id] for source in shipped.sources)] == list(GROUPS)


def test_medicine_and_health_come_first_in_every_group(shipped: Configuration, text: str) -> None:
    groups = group_of_each(text)

    for group, members in groupby(shipped.sources, lambda source: groups[source.id]):
        assert HEALTH & set(next(iter(members)).tags), group


def test_each_source_says_above_it_how_certain_it_is(shipped: Configuration, text: str) -> None:
    blocks = re.findall(r"^  # certainty: (.+)\n(?:  # .+\n)*  - id: (\S+)$", text, re.MULTILINE)

    said = {source_id: certainty for certainty, source_id in blocks}
    assert set(said) == {source.id for source in shipped.sources}
    assert [certainty for certainty in said.values() if not certainty.startswith(CERTAINTIES)] == []


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ("越秀区", "www.yuexiu.gov.cn"),
        ("广州市发展和改革委员会", "fgw.gz.gov.cn"),
        ("广东省科学技术厅", "gdstc.gd.gov.cn"),
        ("佛山市人民政府", "www.foshan.gov.cn"),
        ("广州市卫生健康委员会", "wjw.gz.gov.cn"),
    ],
)
def test_the_bodies_of_the_reference_documents_are_watched(shipped: Configuration, body: str, at: str) -> None:
    found = [source for source in watched(shipped) if body in source.name and host(source) == at]

    assert found
    assert {source.tier for source in found} == {Tier.OFFICIAL}


def test_sites_that_answer_with_a_challenge_ship_disabled_with_the_reason(shipped: Configuration) -> None:
    disabled = {source.id: source.disabled for source in shipped.sources if source.disabled is not None}

    assert set(disabled) >= {"nhc", "nmpa", "cde", "mohrss", "customs"}
    assert all(len(why) > 20 for why in disabled.values())


def test_no_column_is_listed_twice(shipped: Configuration) -> None:
    for part in ("id", "name", "name_en"):
        assert [
            value for value, times in Counter(getattr(source, part) for source in shipped.sources).items() if times > 1
        ] == []
    columns = Counter(column(source.url) for source in shipped.sources)
    assert [url for url, times in columns.items() if times > 1] == []


def column(url: str) -> str:
    """A catalogue is one, whether its door is named or its interface."""
    return re.sub(r"/gkmlpt/(?:index|api/all/0\?.*)$", "/gkmlpt/", address_key(url))


def test_each_source_can_be_chosen_by_place_and_subject(shipped: Configuration) -> None:
    for source in shipped.sources:
        assert (source.name_en or "不").isascii(), source.id
        assert source.region, source.id
        assert len(source.tags) >= 2, source.id


def test_news_are_media_and_all_else_is_official(shipped: Configuration, text: str) -> None:
    groups = group_of_each(text)

    assert {source.id for source in shipped.sources if source.tier is Tier.MEDIA} == {
        source_id for source_id, group in groups.items() if group == GROUPS[-1]
    }
    assert all(source.tier is not Tier.MIRROR for source in shipped.sources)


def test_every_host_is_treated_with_the_same_care_by_all_its_sources(shipped: Configuration) -> None:
    manners = [(host(source).removeprefix("www."), source.manners) for source in shipped.sources]

    assert all(kept.delay >= timedelta(seconds=2) and kept.concurrency == 1 for _, kept in manners)
    assert all(kept.robots_ignored is None and not kept.allow_private_networks for _, kept in manners)
    delays = {(name, kept.delay) for name, kept in manners}
    assert len(delays) == len({name for name, _ in delays})


def test_guangdong_catalogues_name_their_door_or_their_interface(shipped: Configuration) -> None:
    forms = {
        SourceKind.GKMLPT: r"/gkmlpt/(?:index|api/all/\d+\?page=1&sid=\d+)$",
        SourceKind.NFCMS: r"/(?:index\.html|postmeta/i/\d+\.json)?$",
        SourceKind.HANWEB: r"/col/col\d+/index\.html$",
        SourceKind.GOVCN: r"/ZUIXINZHENGCE\.json$|/search-gov/data\?t=zhengcelibrary_\w+&",
    }

    for source in shipped.sources:
        assert re.search(forms.get(source.kind, ""), source.url), source.id


def test_the_commented_examples_work_when_they_are_uncommented(text: str, tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    channels, rules = text[text.index("\nchannels:") :].split("\nrules:")
    examples = r"^  # (?=[a-z]+: \{type:|- name: |  (?:match|send_to|when):)"
    channels, rules = (re.sub(examples, "  ", part, flags=re.MULTILINE) for part in (channels, rules))
    path.write_text(f"{text[: text.index(chr(10) + 'channels:')]}{channels}\nrules:{rules}", encoding="utf-8")

    config = loaded(path)

    assert {channel.type for channel in config.channels} == set(ChannelType)
    assert [(rule.name, rule.send_to) for rule in config.rules][2:] == [
        ("cell-therapy", ("team", "hook")),
        ("drafts", ("feishu", "dingtalk", "wecom", "chat")),
        ("morning", ("night", "log")),
    ]
    assert {name for rule in config.rules for name in rule.send_to} == {channel.name for channel in config.channels}


def test_no_example_is_left_out_when_the_examples_are_uncommented(text: str) -> None:
    tail = text[text.index("\nchannels:") :]

    assert len(re.findall(r"^  # [a-z]+: \{type:", tail, re.MULTILINE)) == 8
    assert len(re.findall(r"^  # - name: ", tail, re.MULTILINE)) == 3
