"""plain(text) -> one line that can do nothing but be read: no control, bidirectional or invisible characters."""

import unicodedata

REPLACEMENT = "\ufffd"


def plain(text: str | None) -> str:
    r"""Text of a page, harmless in a terminal, a header and a message (Unicode TR 36 §2.10; CWE-150).

    White space of any kind becomes one space, invisible format characters vanish, other control
    characters become U+FFFD.

    >>> plain("通知\r\nBcc: x@example.org\x1b[2J\u202e")
    '通知 Bcc: x@example.org\ufffd[2J'
    """
    if not text:
        return ""
    if not text.isprintable():
        text = "".join(map(_harmless, text))
    return " ".join(text.split())


def _harmless(character: str) -> str:
    if character.isspace():
        return " "
    match unicodedata.category(character):
        case "Cf":
            return ""
        case "Cc" | "Cs":
            return REPLACEMENT
        case _:
            return character
