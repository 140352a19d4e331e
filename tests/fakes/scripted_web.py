"""A web that shows what a test put there; conditional looks are honoured as a real server would."""

import hashlib
from dataclasses import replace

from core.model import Failed, Fresh, Sight, Unchanged, Validators
from core.ports import Web
from core.source import Manners


class ScriptedWeb(Web):
    """Sights by address; `asked` is what was looked at, and whether conditionally."""

    def __init__(self) -> None:
        self.sights: dict[str, Sight] = {}
        self.asked: list[tuple[str, bool]] = []

    def put(self, url: str, sight: Sight | bytes) -> None:
        """Show this from now on; bytes are a page in UTF-8."""
        self.sights[url] = sight if not isinstance(sight, bytes) else _fresh(url, sight)

    async def look(
        self,
        url: str,
        manners: Manners,
        validators: Validators | None = None,
        *,
        method: str = "GET",
        body: bytes | None = None,
        content_type: str | None = None,
    ) -> Sight:
        """See `Web`."""
        self.asked.append((url, validators is not None))
        sight = self.sights.get(url, Failed(reason="nothing was put there"))
        if isinstance(sight, Fresh) and validators and validators.raw_digest == sight.validators.raw_digest:
            return Unchanged(how="same bytes")
        return replace(sight)


def _fresh(url: str, body: bytes) -> Fresh:
    digest = hashlib.sha256(body).hexdigest()
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return Fresh(url=url, status=200, body=body, headers=headers, validators=Validators(raw_digest=digest))
