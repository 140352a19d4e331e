"""The channel `console`: one readable block on a text stream."""

from typing import TextIO

from core.errors import DeliveryDelayed
from core.model import Dispatch
from notifier.render import PLAIN_STYLE, Style, render

RULE = "─" * 72


class Console:
    """Prints what changed; the stream stays the caller's."""

    def __init__(self, stream: TextIO, style: Style = PLAIN_STYLE) -> None:
        self._stream = stream
        self._style = style

    async def send(self, dispatch: Dispatch) -> None:
        """Print one message, whole. Raises `DeliveryDelayed` when the stream takes no more."""
        message = render(dispatch, self._style)
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        # A terminal that cannot show Chinese shows escapes rather than losing the message.
        text = f"{RULE}\n{message.text}".encode(encoding, "backslashreplace").decode(encoding)
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError) as fault:
            raise DeliveryDelayed(f"the console takes no more: {fault}") from fault
