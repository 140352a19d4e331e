"""`preview`: what a channel would say, of a sample or of what a real round has stored."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from core.errors import UsageError
from policywatch.cli import app
from policywatch.sample import TITLE
from tests.e2e.village import Village, village


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Village]:
    async with village(tmp_path) as built:
        yield built


async def command(place: Village, *arguments: str) -> Result:
    options = ["--config", str(place.config), "--database", f"sqlite:///{place.folder / 'watch.db'}"]
    return await asyncio.to_thread(CliRunner(env=place.environ).invoke, app, [*options, *arguments])


async def test_the_sample_is_shown_in_every_form_and_nothing_is_sent(place: Village) -> None:
    shown = {
        form: (await command(place, "preview", "team", "--format", form)).stdout
        for form in ("text", "html", "markdown", "subject")
    }
    assert all(TITLE in text for text in shown.values())
    assert shown["subject"] == f"[PolicyWatch] edited 修改: {TITLE} — sample 样例\n"
    assert shown["html"].startswith("<!DOCTYPE html>")
    assert "](https://example.org/sample)" in shown["markdown"]
    assert "- 第五条 对符合条件的企业，给予最高500万元的资助。" in shown["text"]
    assert place.mail.mails == []


async def test_a_digest_and_an_alarm_have_samples_too(place: Village) -> None:
    digest = await command(place, "preview", "hook", "--digest", "--format", "text")
    assert digest.stdout.startswith("3 changes 3项变更\n")
    alarm = await command(place, "preview", "team", "--alarm", "--format", "subject")
    assert alarm.stdout.startswith("[PolicyWatch] alarm 告警: Channel sample does not deliver")


async def test_stored_changes_are_shown_alone_and_together(place: Village) -> None:
    await command(place, "check")
    place.write(1, "第1条 资助金额最高为800万元。")
    place.write(2, "第2条 资助金额最高为900万元。")
    await command(place, "check", "--all")
    listed = (await command(place, "changes", "--json")).stdout
    ids = [str(json.loads(line)["id"]) for line in listed.splitlines()]
    assert len(ids) == 2
    alone = await command(place, "preview", "team", "--change", ids[0])
    assert "100万元" in alone.stdout or "200万元" in alone.stdout
    assert ids[0] in alone.stdout
    together = await command(place, "preview", "team", "--change", ids[0], "--change", ids[1], "--format", "subject")
    assert together.stdout == "[PolicyWatch] 2 changes 2项变更: 2 edited 修改\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nobody",), "preview: there is no channel 'nobody'; the channels are team, hook"),
        (("team", "--change", "chg_0"), "--change: no change has the id 'chg_0'; see `policywatch changes --json`"),
        (("team", "--digest", "--alarm"), "ask for different messages; give one of them"),
    ],
)
async def test_what_a_person_gets_wrong_is_one_sentence(
    place: Village, arguments: tuple[str, ...], sentence: str
) -> None:
    outcome = await command(place, "preview", *arguments)
    assert isinstance(outcome.exception, UsageError)
    assert sentence in str(outcome.exception)


async def test_a_webhook_is_shown_as_the_json_that_it_posts(place: Village) -> None:
    alone, together = await command(place, "preview", "hook"), await command(place, "preview", "hook", "--digest")
    assert (json.loads(alone.stdout)["kind"], json.loads(alone.stdout)["title"]) == ("edited", TITLE)
    assert (json.loads(together.stdout)["kind"], len(json.loads(together.stdout)["changes"])) == ("digest", 3)
    late = await command(place, "preview", "team", "--alarm", "--format", "json")
    assert json.loads(late.stdout)["kind"] == "undelivered"
