"""render(dispatch) -> Message: what is said of changes and alarms, in the language and the words of a channel.

Text of a page is data: it is made inert, escaped, and never becomes a link or markup.
"""

from notifier.render.fitting import fitted
from notifier.render.message import render
from notifier.render.own import own_templates, templates_problem
from notifier.render.style import PLAIN_STYLE, Message, Style, style_of

__all__ = [
    "PLAIN_STYLE",
    "Message",
    "Style",
    "fitted",
    "own_templates",
    "render",
    "style_of",
    "templates_problem",
]
