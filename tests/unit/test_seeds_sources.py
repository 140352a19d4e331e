"""The demo's configuration watches exactly what the specimen sites show."""

import re

import pytest
from pydantic import BaseModel, TypeAdapter
from ruamel.yaml import YAML

from core.model import PageKind
from seeds import Host, demo_sources, expectations, plan

OFFICIAL, MIRROR, HOOK = "http://localhost:8123", "http://127.0.0.1:8123", "http://127.0.0.1:9001/hook"


class Source(BaseModel):
    id: str
    url: str
    kind: str
    tier: str
    include: str | None = None


class Channel(BaseModel):
    type: str
    to: list[str] = []
    url: str | None = None
    secret_env: str | None = None


class Rule(BaseModel):
    name: str
    send_to: list[str]


class File(BaseModel):
    settings: dict[str, str | bool]
    defaults: dict[str, str]
    sources: list[Source]
    channels: dict[str, Channel]
    rules: list[Rule]


@pytest.fixture
def file() -> File:
    return TypeAdapter(File).validate_python(YAML(typ="safe").load(demo_sources(OFFICIAL, MIRROR, HOOK)))


def test_every_list_is_watched_and_its_include_takes_exactly_its_documents(file: File) -> None:
    lists = {item.path for item in expectations() if item.expected.page_kind is PageKind.LIST}
    watched = {
        source.url.removeprefix(OFFICIAL): source.include or "-" for source in file.sources if source.kind == "list"
    }
    assert set(watched) == lists
    for item in expectations():
        if item.path in lists:
            rows = [OFFICIAL + row.path for row in item.expected.documents]
            assert rows == [url for url in rows if re.search(watched[item.path], url)]
            assert not re.search(watched[item.path], f"{OFFICIAL}{item.path}")


def test_every_copy_is_watched_as_a_page_and_never_as_official(file: File) -> None:
    copies = {MIRROR + copy.copy: "mirror" for copy in plan().copies}
    watched = {source.url: source.tier for source in file.sources if source.kind == "page"}
    assert set(watched) == set(copies)
    assert set(watched.values()) == {"mirror", "media"}
    assert {item.path for item in expectations() if item.host is Host.MIRROR} == {copy.copy for copy in plan().copies}


def test_the_demo_may_reach_loopback_at_once_and_tells_mail_and_webhook(file: File) -> None:
    assert file.settings["allow_private_networks"] is True
    assert file.settings["baseline"] == "silent"
    assert file.defaults["delay"] == "0s"
    assert (file.channels["team"].type, file.channels["team"].to) == ("email", ["policy@example.org"])
    assert (file.channels["hook"].type, file.channels["hook"].url) == ("webhook", HOOK)
    assert file.channels["hook"].secret_env == "HOOK_SECRET"
    assert [(rule.name, rule.send_to) for rule in file.rules] == [("everything", ["team", "hook"])]
