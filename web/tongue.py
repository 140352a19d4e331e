"""In which language a page is: what was asked for, what the cookie says, what the browser likes."""

from starlette.requests import Request

from core.source import Language

LANGUAGES = (Language.EN, Language.ZH)
PARAMETER = "lang"
COOKIE = "lang"
A_YEAR = 365 * 86_400


def language_of(request: Request) -> Language:
    """The language in which a request is answered."""
    return asked(request) or _known(request.cookies.get(COOKIE)) or _liked(request.headers.get("accept-language", ""))


def asked(request: Request) -> Language | None:
    """The language that the address itself asks for (`?lang=`)."""
    return _known(request.query_params.get(PARAMETER))


def _known(name: str | None) -> Language | None:
    return next((language for language in LANGUAGES if language.value == name), None)


def _liked(header: str) -> Language:
    """The best of `Accept-Language` (RFC 9110 §12.5.4); English for a browser that likes neither."""
    wishes = [_wish(part) for part in header.split(",")[:20]]
    best = max(wishes, key=lambda wish: wish[0], default=(0.0, None))
    return best[1] if best[1] and best[0] > 0 else Language.EN


def _wish(part: str) -> tuple[float, Language | None]:
    tag, _, parameter = part.strip().lower().partition(";")
    language = _known(tag.split("-")[0].strip())
    quality = parameter.replace(" ", "").removeprefix("q=")
    try:
        weight = float(quality) if quality else 1.0
    except ValueError:
        weight = 0.0
    return (weight if language else 0.0), language
