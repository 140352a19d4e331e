"""The values of the file that name something outside: addresses, recipients, headers, variables, patterns, paths."""

import json
import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, WithJsonSchema
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from notifier.mailbox import address_of
from policywatch.config.refusal import described, refuse, shown
from policywatch.config.values import text, written

LONGEST_URL = 2000
LONGEST_PATTERN = 500
LONGEST_SELECTOR = 500
LONGEST_ADDRESS = 254
SIGN = re.compile(r"\\.|\[\^?\]?(?:[^\]\\]|\\.)*\]|[+*]|\{[0-9]*,[0-9]*\}|.", re.DOTALL)
"""A part of a regular expression: an escape, a set, a repetition of no fixed number, or any other sign."""

ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]+@(?:[^\s@<>()\[\],;:\\\".]+\.)*[^\s@<>()\[\],;:\\\".]+")
VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
LOOKS_SECRET = re.compile(r"(?=[A-Z0-9]*[0-9])[A-Z0-9]{20,}")
HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
HEADERS_OF_SECRETS = {"authorization", "cookie", "proxy-authorization", "x-api-key"}
HEADERS_OF_OURS = {"host", "user-agent", "accept-encoding", "connection", "content-length", "content-type", "range"}
HEADERS_OF_VALIDATORS = {"if-none-match", "if-modified-since", "transfer-encoding"}
FIELD = re.compile(r"[^\s.{}]+(?:\.[^\s.{}]+)*")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def url(value: object) -> str:
    """An absolute address of the web, without a name or password in it."""
    if not isinstance(value, str):
        raise refuse(f"{described(value)} where an address belongs", "write it whole, such as https://www.gov.cn/")
    address = value.strip()
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        raise refuse("is not an address", "write it whole, such as https://www.gov.cn/") from None
    if "@" in parts.netloc:
        remedy = "remove it; secrets stand in the environment"
        raise refuse("a user name or password stands in the address", remedy)
    if not usable or not address.isprintable() or " " in address:
        raise refuse(f"{shown(address)} is not an absolute address", "begin it with https:// or http://")
    if len(address) > LONGEST_URL:
        raise refuse(f"the address is longer than {LONGEST_URL} characters", "name a shorter one")
    return address


def address(value: object) -> str:
    """An e-mail address that cannot smuggle a header in."""
    mailbox = value.strip() if isinstance(value, str) and "\n" not in value.strip() else ""
    fits = len(mailbox) <= LONGEST_ADDRESS and mailbox.isprintable() and ADDRESS.fullmatch(mailbox)
    if not fits or address_of(mailbox) is None:
        raise refuse(f"{shown(value)} is not an e-mail address", "write one such as policy@example.org")
    domain = mailbox.rpartition("@")[2]
    if "." not in domain and domain != "localhost":
        raise refuse(f"the domain of {shown(mailbox)} has no dot", "write one such as policy@example.org")
    return mailbox


def variable(value: object) -> str:
    """The name of an environment variable; what looks like the secret itself is not repeated."""
    name = value if isinstance(value, str) else ""
    if VARIABLE.fullmatch(name) is None or LOOKS_SECRET.fullmatch(name):
        wrong = "is not the name of a variable (and must not be the secret itself)"
        raise refuse(wrong, "write a name in capitals such as HOOK_SECRET, and set that variable")
    return name


def header_name(value: object) -> str:
    """A request header that the operator may set."""
    name = text(value)
    if name.lower() in HEADERS_OF_SECRETS:
        raise refuse(f"{shown(name)} carries a secret", "remove it; this file holds none")
    if name.lower() in HEADERS_OF_OURS | HEADERS_OF_VALIDATORS:
        raise refuse(f"{shown(name)} is set by the program", "remove it; settings.user_agent names the program")
    if HEADER_NAME.fullmatch(name) is None:
        raise refuse(f"{shown(name)} is not a header name", "write one such as Referer")
    return name


def header_value(value: object) -> str:
    """A header value: one line of ASCII."""
    line = text(value)
    if not line.isascii():
        raise refuse(f"{shown(line)} is not plain ASCII", "write ASCII characters only, URLs percent-encoded")
    return line


def pattern(value: object) -> str:
    """A regular expression that compiles and does not invite endless backtracking."""
    if not isinstance(value, str) or not value:
        raise refuse(f"{described(value)}, not a regular expression", "write one such as '/content/post_'")
    if len(value) > LONGEST_PATTERN:
        raise refuse(f"the expression is longer than {LONGEST_PATTERN} characters", "write a shorter one")
    if _repeats_within_repeat(value):
        raise refuse("a repetition within a repeated group can take for ever", "repeat only one of the two")
    try:
        re.compile(value)
    except (re.error, OverflowError) as error:
        raise refuse(f"{shown(value)} is not a regular expression ({error})", "escape ( [ + ? * with \\") from error
    return value


def _repeats_within_repeat(expression: str) -> bool:
    """Whether a group that is repeated has a repetition in it, however deep."""
    holds = [False]
    closed = False
    for sign in SIGN.findall(expression):
        ended, closed = closed, False
        if sign == "(":
            holds.append(False)
        elif sign == ")" and len(holds) > 1:
            closed = holds.pop()
            holds[-1] |= closed
        elif sign in "+*" or (sign[0] == "{" and len(sign) > 1):
            if ended:
                return True
            holds[-1] = True
    return False


def selector(value: object) -> str:
    """A CSS selector that the reader understands."""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_SELECTOR:
        raise refuse(f"{described(value)}, not a CSS selector", "write one such as '#zoom' or '.article h1'")
    try:
        LexborHTMLParser("<p></p>").css(value)
    except SelectolaxError:
        raise refuse(f"{shown(value)} is not a CSS selector", "write one such as '#zoom' or '.article h1'") from None
    return value


def field_path(value: object) -> str:
    """A dotted path to a field of a JSON row."""
    if not isinstance(value, str) or FIELD.fullmatch(value) is None:
        raise refuse(f"{shown(value)} is not a path of fields", "write one such as articles or data.list")
    return value


def url_path(value: object) -> str:
    """Where a row keeps its address: a path of fields, or a template with fields in braces."""
    template = text(value)
    holes = PLACEHOLDER.findall(template)
    rest = PLACEHOLDER.sub("", template)
    if "{" in rest or "}" in rest or any(FIELD.fullmatch(hole) is None for hole in holes):
        raise refuse(f"{shown(template)} has braces that hold no field", "write one such as /content/post_{id}.html")
    return template if holes else field_path(template)


def body(value: object) -> str:
    """What is posted: text as it stands, or a mapping that becomes JSON."""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value:
        return value
    raise refuse(f"{described(value)} where a body belongs", "write text, or a mapping that is sent as JSON")


Url = Annotated[str, BeforeValidator(url), written("^https?://", "https://www.gov.cn/")]
Address = Annotated[str, BeforeValidator(address), Field(examples=["policy@example.org"])]
Variable = Annotated[str, BeforeValidator(variable), written("^[A-Z][A-Z0-9_]*$", "HOOK_SECRET")]
HeaderName = Annotated[str, BeforeValidator(header_name)]
HeaderValue = Annotated[str, BeforeValidator(header_value)]
Pattern = Annotated[str, BeforeValidator(pattern), Field(examples=["/content/post_"])]
Selector = Annotated[str, BeforeValidator(selector), Field(examples=["#zoom"])]
FieldPath = Annotated[str, BeforeValidator(field_path), Field(examples=["articles"])]
UrlPath = Annotated[str, BeforeValidator(url_path), Field(examples=["url", "/content/post_{id}.html"])]
Body = Annotated[str, BeforeValidator(body), WithJsonSchema({"type": ["string", "object"]})]
