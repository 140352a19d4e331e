"""address_of(text) -> a mail address in the form in which mail can be sent to it, or None for what is none."""

import re
from email.errors import MessageError
from email.headerregistry import Address

INTERNATIONAL = re.compile(r'[^\s<>()\[\]\\,;:"@]+')
"""A local part outside ASCII (RFC 6531), as far as it can do nothing else in a header or a command."""


def address_of(text: str) -> Address | None:
    """An address with its domain in ASCII (RFC 5891), so that only a local part outside it asks for SMTPUTF8."""
    local, _, domain = text.rpartition("@")
    try:
        if not domain.isascii():
            domain = domain.encode("idna").decode("ascii")
        address = _international(local, domain) if not local.isascii() else Address(addr_spec=f"{local}@{domain}")
    except (ValueError, MessageError, IndexError):
        return None
    return address if address.username and address.domain else None


def _international(local: str, domain: str) -> Address:
    if not local.isprintable() or not INTERNATIONAL.fullmatch(local):
        raise ValueError(local)
    return Address(username=local, domain=Address(addr_spec=f"a@{domain}").domain)
