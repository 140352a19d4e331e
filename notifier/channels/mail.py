"""compose(message, dispatch, sender, now) -> EmailMessage: a message as mail, for one recipient (RFC 5322)."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from core.errors import DeliveryDelayed, DeliveryRefused
from core.model import Dispatch
from notifier.channels.letterhead import letterhead
from notifier.channels.smtp import VARIABLE
from notifier.mailbox import address_of
from notifier.plain import plain
from notifier.render import Message


def compose(message: Message, dispatch: Dispatch, sender: str, now: datetime) -> EmailMessage:
    """The message as mail; the same dispatch has the same Message-ID however often it is sent.

    Text is written as 8 bits where its lines are short, else in quoted-printable or base64, so that no line is longer
    than 998 bytes; what a server does not take in 8 bits is written anew when it is sent.

    Raises:
        DeliveryRefused: the recipient is no address.
        DeliveryDelayed: the sender is none; that can be mended.
    """
    origin = address_of(sender)
    if origin is None:
        raise DeliveryDelayed(f"{VARIABLE} cannot be used: the sender {plain(sender)!r} is not an address")
    to = address_of(dispatch.recipient)
    if to is None:
        raise DeliveryRefused(f"{plain(dispatch.recipient)!r} is not an address")
    head = letterhead(dispatch, origin.domain)
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = plain(message.subject)
    mail["From"] = Address("PolicyWatch", origin.username, origin.domain)
    mail["To"] = to
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = head.message_id
    mail["In-Reply-To"] = mail["References"] = head.root
    mail["List-Id"] = head.list_id
    # RFC 3834 §5: no vacation replies, please. `Precedence: bulk` is not standard, and is filed away by some (§3.1.8).
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    return mail
