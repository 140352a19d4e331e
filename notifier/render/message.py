"""render(dispatch) -> Message: what is said of what is sent, in every form in which a channel may want it."""

from collections.abc import Callable, Mapping

from core.model import Alarm, Dispatch
from notifier.markdown import broken
from notifier.phrases import Words
from notifier.plain import inert, plain
from notifier.render.alarm import AlarmView, alarm_view
from notifier.render.digest import DigestView, digest_view
from notifier.render.inlining import inlined
from notifier.render.style import PLAIN_STYLE, Message, Style
from notifier.render.templates import written
from notifier.render.view import ChangeView, change_view

SUBJECT_LENGTH = 250
"""A subject line; mail programs show less, and servers refuse what is far longer (RFC 5322 §2.1.1)."""

View = ChangeView | DigestView | AlarmView


def render(dispatch: Dispatch, style: Style = PLAIN_STYLE) -> Message:
    """What is said: of one change, of several that are told together, or of a channel that does not deliver.

    Raises:
        DeliveryDelayed: a template of the operator's own fails.
    """
    write = writer(view_of(dispatch, style), dispatch, style)
    subject = plain(write("subject"))
    return Message(
        subject=subject if len(subject) <= SUBJECT_LENGTH else subject[: SUBJECT_LENGTH - 1] + "…",
        text=write("txt"),
        html=inlined(write("html")),
        markdown=broken(write("md")),
    )


def view_of(dispatch: Dispatch, style: Style) -> View:
    """What templates are given of it."""
    if isinstance(dispatch, Alarm):
        return alarm_view(dispatch, style)
    return change_view(dispatch.told[0], style) if len(dispatch.told) == 1 else digest_view(dispatch, style)


def writer(view: View, dispatch: Dispatch, style: Style) -> Callable[[str], str]:
    """What fills the templates of a view: by the form (`txt`, `html`, `md`, `subject`) the text."""
    name = {ChangeView: "change", DigestView: "digest", AlarmView: "alarm"}[type(view)]
    given: Mapping[str, object] = {
        name: view,
        "words": Words(style.language).fixed(),
        "language": style.language.value,
        "rules": () if isinstance(dispatch, Alarm) else tuple(inert(rule) for rule in dispatch.rules),
    }
    return lambda form: written(f"{name}.{form}.j2", given, style.templates)
