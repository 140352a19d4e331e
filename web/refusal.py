"""What a program is told when it is refused: `{"error": {"code", "message"}}`, under whatever status."""

from starlette.responses import JSONResponse

API = "/api/"

_CODES = {
    400: ("bad_request", "Something in the request is wrong."),
    401: ("unauthorised", "Sign in, or send `Authorization: Bearer TOKEN`."),
    403: ("forbidden", "The request came from another site, or without the session's CSRF token."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take that method."),
    409: ("conflict", "Somebody else was faster; read again, then decide."),
    413: ("too_large", "More was sent than is taken."),
    421: ("misdirected", "This address is not served here."),
    422: ("not_understood", "A parameter or the body is not as the description says."),
    429: ("too_many_requests", "Too many wrong tokens came from your address; wait."),
    500: ("internal", "It is our fault, and it stands in the log."),
    503: ("unavailable", "The database does not answer; try again in a moment."),
}


def refusal(status: int, message: str | None = None) -> JSONResponse:
    """An answer that says what was wrong.

    Args:
        message: one sentence, where more can be said than the status says.
    """
    code, usual = _CODES.get(status, _CODES[400 if status < 500 else 500])
    return JSONResponse({"error": {"code": code, "message": message or usual}}, status)
