"""Text of a page that can do nothing but be read: `plain` for a terminal or a header, `inert` for what makes links."""

import re
import unicodedata

REPLACEMENT = "\ufffd"

TLDS = (
    "com|cn|net|org|gov|edu|mil|int|io|co|ai|app|dev|me|tv|cc|vip|top|xyz|info|biz|name|pro|mobi|shop|store|site|club|"
    "online|live|wang|ltd|group|tech|fun|space|website|work|link|click|art|icu|win|bet|bid|loan|men|party|cloud|news|"
    "hk|tw|mo|us|uk|eu|ru|su|jp|kr|sg|my|th|vn|in|id|ph|de|fr|nl|it|es|pl|br|ca|au|nz|ch|se|to|la|ws|tk|ml|ga|cf|gq|"
    "pw|so|st|im|is|sh|ly|gl|gs|fm|am|example"
)
"""Endings that mail and chat programs take for those of a domain."""

_LABELS = r"(?:[0-9A-Za-z-]{1,63}\.){0,5}"
_DOT = re.compile(
    rf"(?<=[\w-])\.(?={_LABELS}(?:{TLDS}|xn--[0-9a-z-]{{1,59}})(?![0-9A-Za-z-]))"
    r"|(?<=[\w-])\.(?=(?:中国|中國|公司|网络|網絡|网址|在线|中文网|商城|集团|政务|公益)(?!\w))"
    r"|(?<=www)\.",
    re.IGNORECASE,
)
_SCHEME = re.compile(
    r"(?<=[0-9A-Za-z+.-]):(?=//)"
    r"|(?<![0-9A-Za-z])(javascript|vbscript)\s*:"
    r"|(?<![0-9A-Za-z])(mailto|data|tel|sms|file|blob|about|callto|skype|weixin|dingtalk|lark|feishu|alipays?):(?=\S)",
    re.IGNORECASE,
)


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


def inert(text: str | None) -> str:
    """Plain text in which no mail or chat program finds an address to make a link of.

    >>> inert("见 http://evil.example/a 或 www.evil.com，写信给 x@evil.com")
    '见 http[:]//evil[.]example/a 或 www[.]evil[.]com，写信给 x@evil[.]com'
    >>> inert("javascript:alert(1) 比例为1.5，见3.docx")
    'javascript[:]alert(1) 比例为1.5，见3.docx'
    """
    told = plain(text)
    if ":" in told:
        told = _SCHEME.sub(lambda found: f"{found[1] or found[2] or ''}[:]", told)
    return _DOT.sub("[.]", told) if "." in told else told


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
