"""Every word that a page says is there in both languages, and every colour can be read."""

import re
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest
from markupsafe import Markup

import web
from core.diff import Nature
from core.model import ChangeKind, DeliveryState, Stage
from core.redline import LABELS, MERGED, MOVED_AND_CHANGED, NATURES, RENUMBERED, SPLIT
from core.source import Language, Tier
from web.harmless import harmless, safe_href
from web.redline import in_one_tongue
from web.words import WORDS, Words

HOUSE = Path(web.__file__).parent
TEMPLATES = sorted((HOUSE / "templates").glob("*.j2"))
STYLE = (HOUSE / "static" / "policywatch.css").read_text()
COLOURS = ("ins", "del", "green", "blue", "red", "amber", "violet", "grey")
LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3."""


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_says_only_words_that_there_are(template: Path) -> None:
    said = set(re.findall(r'\bt\("([a-z_0-9.]+)"[,)]', template.read_text()))
    assert said <= WORDS.keys()


def test_every_noun_has_a_name() -> None:
    nouns = {"kind": ChangeKind, "stage": Stage, "tier": Tier, "state": DeliveryState, "nature": Nature}
    wanted = {f"{name}.{one.value}" for name, members in nouns.items() for one in members}
    assert wanted <= WORDS.keys()


def test_both_languages_have_the_same_places_for_values() -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert {key for key, (english, chinese) in WORDS.items() if places(english) != places(chinese)} == set()


def test_every_word_is_said_in_both_languages() -> None:
    assert {key for key, (english, chinese) in WORDS.items() if not english or not chinese} == set()
    assert Words(Language.ZH)("nav.changes") == "变更"
    with pytest.raises(KeyError):
        Words(Language.EN)("no.such.word")


@pytest.mark.parametrize("label", [*LABELS.values(), MERGED, SPLIT, MOVED_AND_CHANGED, RENUMBERED, *NATURES.values()])
def test_labels_of_a_redline_are_told_in_one_tongue(label: str) -> None:
    english, chinese = in_one_tongue(label, Language.EN), in_one_tongue(label, Language.ZH)
    assert english.isascii()
    assert f"{english} {chinese}".strip() == label


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_marks_nothing_as_safe_and_styles_nothing_itself(template: Path) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape|<style|\sstyle=|\son[a-z]+=", template.read_text())


def test_what_is_shown_is_harmless() -> None:
    assert harmless("\u202egnp.exe\u200b\x07\udc80 中\n文") == "gnp.exe\ufffd\ufffd 中\n文"
    assert harmless(Markup("<b>")) == "<b>"
    assert harmless(7) == 7
    assert safe_href("https://x.example/\u202e") is None
    assert safe_href(None) is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        *(
            (f"{name}-ink", f"{name}-paper")
            for name in ("ins", "del", "green", "blue", "red", "amber", "violet", "grey")
        ),
        *((ink, paper) for ink in ("ink", "muted", "accent", "ins-ink", "del-ink") for paper in ("paper", "card")),
    ],
)
def test_every_ink_can_be_read_on_its_paper(scheme: str, ink: str, paper: str) -> None:
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part)) for part in _schemes())
    colours = light if scheme == "light" else light | dark
    assert contrast(colours[ink], colours[paper]) >= LEAST_CONTRAST


def test_what_went_and_what_came_differ_by_more_than_colour() -> None:
    assert re.search(r"^ins {[^}]*text-decoration: underline", STYLE, re.MULTILINE)
    assert re.search(r"^del {[^}]*text-decoration: line-through", STYLE, re.MULTILINE)


def _schemes() -> tuple[str, str]:
    parts = STYLE.split(":root {")
    return parts[1].split("}")[0], parts[2].split("}")[0]


def contrast(one: str, other: str) -> float:
    """Between two colours, as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[at:until], 16) / 255 for at, until in pairwise((1, 3, 5, 7))]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
