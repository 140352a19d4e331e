"""The operator's own templates: they take the place of ours, and what is wrong with them is said before it hurts."""

from pathlib import Path

import pytest

from core.errors import DeliveryDelayed, UsageError
from notifier.links import Address
from notifier.render import Style, own_templates, render, templates_problem
from notifier.render.alarm import AlarmView
from notifier.render.digest import DigestView
from notifier.render.templates import ours
from notifier.render.view import ChangeView
from tests.fakes.hostile import ATTACKS, alarm, many, spoken_by
from tests.fakes.told import letter

TITLE = "通知 <b>&amp; [x](y)"


def saying(**templates: str) -> Style:
    return Style(templates={name.replace("_", ".") + ".j2": source for name, source in templates.items()})


def test_a_template_of_ones_own_replaces_ours_and_the_others_stay() -> None:
    message = render(letter(), saying(change_txt="看：{{ change.title }}\n"))
    assert message.text == "看：关于印发办法的通知\n"
    assert message.subject == render(letter()).subject
    assert message.html == render(letter()).html


def test_every_shape_and_form_can_be_replaced() -> None:
    for shape, dispatch in (("change", letter()), ("digest", many(3)), ("alarm", alarm())):
        own = {f"{shape}.{form}.j2": f"own {form}" for form in ("subject", "txt", "md")}
        own[f"{shape}.html.j2"] = "<p>own html</p>"
        message = render(dispatch, Style(templates=own))
        assert (message.subject, message.text, message.markdown) == ("own subject", "own txt", "own md")
        assert "<p>own html</p>" in message.html


def test_values_are_escaped_whatever_the_template_says() -> None:
    html = "{% autoescape false %}{{ change.title }}{{ '' ~ change.title }}{% endautoescape %}{{ change.title }}"
    message = render(
        letter(spoken_by(TITLE)), saying(change_html=html, change_md="*{{ change.title }}* {{ '(' ~ change.title }}")
    )
    assert message.html.count("通知 &lt;b&gt;&amp;amp; [x](y)") == 3
    assert message.markdown == "*通知 ＜b＞＆amp; ［x］(y)* (通知 ＜b＞＆amp; ［x］(y)"


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_subject_of_ones_own_is_one_line(attack: str) -> None:
    subject = render(letter(spoken_by(attack)), saying(change_subject="a\r\nX-Bad: 1\n{{ change.title }}\n")).subject
    assert subject.startswith("a X-Bad: 1 ")
    assert len(subject.splitlines()) == 1


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("a\n{{ change.titel }}", r"change\.txt\.j2, line 2, fails: .*titel"),
        ("{{ nothing }}", r"'nothing' is undefined"),
        ("{{ change.title.__class__.__mro__ }}", r"change\.txt\.j2, line 1, fails: access to attribute '__class__'"),
        ("{{ 1 // 0 }}", r"change\.txt\.j2, line 1, fails: integer division"),
        ("{{ words.nothing }}", r"nothing"),
        ("{% if %}", r"change\.txt\.j2, line 1, fails: Expected an expression"),
        ("{% include 'secret.txt' %}", r"change\.txt\.j2 names secret\.txt, and there is no such template"),
        ("{% for n in range(99999) %}{{ 'x' * 100 }}{% endfor %}", r"more than 2000000 characters"),
        ("{{ change.fact.clear() }}", r"change\.txt\.j2, line 1, fails: access to attribute 'clear'"),
    ],
)
def test_a_template_that_fails_delays_and_is_named(source: str, why: str) -> None:
    with pytest.raises(DeliveryDelayed, match=why) as fault:
        render(letter(), saying(change_txt=source))
    assert "\n" not in str(fault.value)


def test_a_style_that_is_no_css_cannot_lose_a_message() -> None:
    message = render(letter(), Style(templates={"style.css.j2": "} .card { color: ; @@"}))
    assert "关于印发办法的通知" in message.html


@pytest.mark.parametrize("name", sorted(ours()))
def test_our_own_templates_are_right(name: str) -> None:
    assert templates_problem(name, ours()[name]) is None


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        ("chnage.txt.j2", "", "chnage.txt.j2: there is no such template, did you mean change.txt.j2?"),
        ("change.txt", "", "change.txt: there is no such template, did you mean change.txt.j2?"),
        ("change.txt.j2", "a\n{% if change %}", "change.txt.j2, line 2: Unexpected end of template"),
        ("change.html.j2", "{{ change.title | safe }}", "change.html.j2, line 1: No filter named 'safe'."),
        ("digest.md.j2", "a\n{{ change.title }}", "digest.md.j2, line 2: there is no variable change"),
        ("change.md.j2", "{{ chagne.title }}", "there is no variable chagne, did you mean change?"),
        ("change.txt.j2", "{% include 'part.txt.j2' %}", "it names the template part.txt.j2, and there is none"),
        ("change.txt.j2", "(" * 5, ""),
        ("change.txt.j2", "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}", "change.txt.j2: it is nested too deep"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_what_was_meant(name: str, source: str, said: str) -> None:
    problem = templates_problem(name, source)
    assert (problem is None) if not said else (problem is not None and said in problem)


def test_a_folder_of_templates_is_read_anew_for_every_message(tmp_path: Path) -> None:
    (tmp_path / "change.txt.j2").write_text("one", encoding="utf-8")
    (tmp_path / ".change.txt.j2.swp").write_bytes(b"\xff")
    (tmp_path / "change.txt.j2~").write_bytes(b"\xff")
    style = Style(templates=own_templates(tmp_path))
    assert render(letter(), style).text == "one"
    (tmp_path / "change.txt.j2").write_text("{{ change.oops }}", encoding="utf-8")
    with pytest.raises(DeliveryDelayed, match=r"change\.txt\.j2"):
        render(letter(), style)
    (tmp_path / "change.txt.j2").write_text("mended", encoding="utf-8")
    assert render(letter(), style).text == "mended"
    (tmp_path / "change.txt.j2").unlink()
    assert render(letter(), style).text == render(letter()).text


def test_every_file_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "change.txt.j2").write_text("{{", encoding="utf-8")
    (tmp_path / "digest.text.j2").write_text("", encoding="utf-8")
    (tmp_path / "alarm.txt.j2").write_bytes(b"ok \xff")
    with pytest.raises(UsageError) as fault:
        own_templates(tmp_path)
    for words in (
        "change.txt.j2, line 1",
        "digest.text.j2: there is no such",
        "alarm.txt.j2: it is not UTF-8 (byte 4)",
    ):
        assert words in str(fault.value)


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match="nowhere: the folder cannot be read: No such file or directory; name a folder"
    ):
        own_templates(tmp_path / "nowhere")


def test_a_folder_that_vanishes_delays(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    style = Style(templates=own_templates(folder))
    folder.rmdir()
    with pytest.raises(DeliveryDelayed, match="the templates cannot be read"):
        render(letter(), style)


@pytest.mark.parametrize(
    ("variable", "view"),
    [("change", ChangeView), ("digest", DigestView), ("alarm", AlarmView), ("change.address", Address)],
)
def test_every_variable_is_documented(variable: str, view: type) -> None:
    told = (Path(__file__).parents[2] / "docs" / "notifications.md").read_text("utf-8")
    assert [name for name in view.__dataclass_fields__ if f"`{variable}.{name}`" not in told] == []  # type: ignore[attr-defined]
    assert all(f"`{name}`" in told for name in ours())


def test_the_mark_that_an_editor_writes_before_a_text_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "change.txt.j2").write_text("看", encoding="utf-8-sig")
    assert render(letter(), Style(templates=own_templates(tmp_path))).text == "看"
