"""TLS for servers that time forgot: old ciphers are allowed, verification never is given up."""

import ssl
import warnings

LEGACY_SERVER_CONNECT = 0x4
"""SSL_OP_LEGACY_SERVER_CONNECT, for servers without secure renegotiation (RFC 5746); `ssl` names it since 3.12."""


class UnusableAuthority(ValueError):
    """The file of the pinned authority cannot be used; the message says why."""


def legacy_context(ca: str) -> ssl.SSLContext:
    """A client context that trusts one pinned authority and still speaks TLS 1.0.

    Raises:
        UnusableAuthority: the file cannot be read or holds no certificate.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cafile=ca)
    except OSError as error:
        raise UnusableAuthority(f"legacy_tls.ca {ca} cannot be used: {error}") from error
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.options |= LEGACY_SERVER_CONNECT
    with warnings.catch_warnings():
        # Python warns of TLS 1.0 at every use; here the operator gave the reason in `legacy_tls.why`.
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
    return context
