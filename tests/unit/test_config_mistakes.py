"""Every file in tests/fixtures/broken says beside it which mistakes must be found, and where."""

from pathlib import Path

import pytest

from core.errors import ConfigError, Mistake
from core.source import Recipe
from policywatch.config import load

BROKEN = Path(__file__).parent.parent / "fixtures" / "broken"
FILES = sorted(BROKEN.glob("*.yaml"))


def fold(text: str) -> str:
    return text.strip()


def mistakes(path: Path) -> tuple[Mistake, ...]:
    with pytest.raises(ConfigError) as caught:
        load(path, {}, plain=Recipe(reading_version=1), fold=fold)
    return caught.value.mistakes


def written(folder: Path, text: str) -> Path:
    path = folder / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_mistake_is_reported_at_its_line_and_column_with_a_remedy(path: Path) -> None:
    expected = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()

    assert [str(mistake).removeprefix(f"{path}:") for mistake in mistakes(path)] == expected


def test_there_are_many_kinds_of_mistake() -> None:
    assert len(FILES) >= 40


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_no_message_speaks_the_jargon_of_a_library_or_repeats_a_secret(path: Path) -> None:
    said = "\n".join(str(mistake) for mistake in mistakes(path))

    for word in ("pydantic", "validation", "extra_forbidden", "NoneType", "Traceback", "hunter2", "whsec_", "token@"):
        assert word not in said


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_mistakes_stand_in_the_order_of_the_file(path: Path) -> None:
    places = [(mistake.line, mistake.column) for mistake in mistakes(path)]

    assert places == sorted(places)


def test_a_missing_file_is_one_mistake_that_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"

    (mistake,) = mistakes(path)

    assert str(mistake) == f"{path}:1:1: file: does not exist; create it, or name another with --config"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path)

    assert (mistake.line, mistake.column) == (1, 1)
    assert "cannot be read" in mistake.wrong


def test_a_file_of_many_megabytes_is_refused(tmp_path: Path) -> None:
    (mistake,) = mistakes(written(tmp_path, "#" * (4 * 1024 * 1024 + 1)))

    assert mistake.wrong == "is larger than 4 MiB"


def test_aliases_that_multiply_cost_nothing(tmp_path: Path) -> None:
    rows = ["version: 1", "a0: &a0 [x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]

    found = mistakes(written(tmp_path, "\n".join(rows)))

    assert sum(mistake.wrong == "an alias is not followed" for mistake in found) == 29 * 9


def test_a_list_that_holds_itself_is_refused(tmp_path: Path) -> None:
    found = mistakes(written(tmp_path, "version: 1\nsources: &all [*all]\n"))

    assert any("alias" in mistake.wrong for mistake in found)


def test_a_word_of_which_folding_leaves_nothing_is_refused(tmp_path: Path) -> None:
    text = "version: 1\nsources: []\nchannels: {c: {type: console}}\nrules:\n"
    path = written(tmp_path, text + "  - {name: a, send_to: [c], match: {words: {any: ['(yī)']}}}\n")

    with pytest.raises(ConfigError) as caught:
        load(path, {}, plain=Recipe(reading_version=1), fold=lambda _: "")

    (mistake,) = caught.value.mistakes
    assert (mistake.line, mistake.column, mistake.key) == (5, 51, "rules.a.match.words.any.1")


def test_a_proxy_of_a_source_that_is_not_watched_need_not_be_set(tmp_path: Path) -> None:
    source = "{id: a, name: a, url: 'https://a.cn/', proxy_env: A_PROXY, enabled: {disabled: why}}"

    path = written(tmp_path, f"version: 1\nsources: [{source}]\n")
    config = load(path, {}, plain=Recipe(reading_version=1), fold=fold)

    assert config.sources[0].manners.proxy is None
