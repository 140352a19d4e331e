"""The mail can be read by light and by dark, on paper and on a phone."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from notifier.render import render
from notifier.render.templates import ours
from tests.fakes.told import letter

RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
COLOUR = re.compile(r"(?<![-\w])(color|background):\s*#([0-9a-f]{6})")
LIGHT = ours()["style.css.j2"]
DARK = ours()["media.css.j2"].split("@media (prefers-color-scheme: dark)")[1]


def pairs(css: str) -> list[tuple[str, str, str]]:
    """Selector, colour and background of every rule with a colour; the card's background where it has none."""
    rules = [(selector.strip(), dict(COLOUR.findall(body))) for selector, body in RULE.findall(css.strip().strip("{}"))]
    card = next(colours["background"] for selector, colours in rules if selector == ".card")
    body = next(colours["background"] for selector, colours in rules if selector == "body")
    told = [
        (selector, colours["color"], colours.get("background", card))
        for selector, colours in rules
        if "color" in colours
    ]
    return [
        *told,
        *((f"{selector} below the card", colour, body) for selector, colour, _ in told if ".foot" in selector),
    ]


def contrast(one: str, other: str) -> float:
    """Of two colours (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("selector", "colour", "background"), [*pairs(LIGHT), *pairs(DARK)])
def test_every_text_stands_out_from_what_is_behind_it(selector: str, colour: str, background: str) -> None:
    assert contrast(colour, background) >= 4.5, selector


def test_dark_rules_win_over_the_attributes_that_light_ones_became() -> None:
    declarations = [one for _, body in RULE.findall(DARK) for one in body.split(";") if one.strip()]
    assert declarations
    assert all(one.strip().endswith("!important") for one in declarations)


def test_the_light_rules_stand_in_the_elements_and_the_others_in_one_sheet() -> None:
    page = LexborHTMLParser(render(letter()).html)
    (sheet,) = page.css("style")
    assert sheet.attributes == {}
    assert "prefers-color-scheme: dark" in sheet.text()
    assert "max-width: 520px" in sheet.text()
    assert ".facts .key { padding: 1px" not in sheet.text()
    title = page.css_first("h1 a")
    assert title is not None
    assert "color: #0b4f8a" in (title.attributes.get("style") or "")
    assert [node.attributes.get("content") for node in page.css('meta[name="color-scheme"]')] == ["light dark"]


def test_the_encoding_is_said_where_browsers_look_for_it() -> None:
    assert '<meta charset="utf-8">' in render(letter()).html[:1024]
