"""POLICYWATCH_BLOBS: where bytes lie that are not to lie in the database."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from core.errors import UsageError
from core.ports import Blobs

if TYPE_CHECKING:
    from obstore.store import S3Config

BLOBS = "POLICYWATCH_BLOBS"

_REMEDY = "write s3://bucket/prefix?endpoint=https://…&region=…, or file:///srv/policywatch/raw"
_QUERY = ("endpoint", "region", "style")
_STYLES = ("path", "virtual")
_OURS, _AWS = f"{BLOBS}_", "AWS_"
_ID, _SECRET, _TOKEN = "ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN"


def open_blobs(environ: Mapping[str, str]) -> Blobs | None:
    """The place that POLICYWATCH_BLOBS names; None leaves the bytes in the database. Touches no network.

    `s3://bucket/prefix` takes `endpoint`, `region` and `style` (`path`, or `virtual` where the bucket stands before
    the endpoint's host) in its query; credentials are POLICYWATCH_BLOBS_ACCESS_KEY_ID and _SECRET_ACCESS_KEY (and
    _SESSION_TOKEN), else whatever the AWS_* variables say. `file:///folder` is a folder.

    Raises:
        UsageError: the variable cannot be understood.
        BlobError: there is no such folder.
    """
    said = environ.get(BLOBS, "").strip()
    if not said:
        return None
    address = _split(said)
    # The library is 20 MB of machine code: what keeps its bytes in the database does not load it.
    from storage.objects import folder_blobs, s3_blobs

    if address.scheme == "file":
        return folder_blobs(Path(unquote(address.path)))
    return s3_blobs(address.hostname or "", unquote(address.path.strip("/")), _config(address, environ))


def _split(said: str) -> SplitResult:
    try:
        address = urlsplit(said)
        user = address.username
    except ValueError as fault:
        raise UsageError(BLOBS, "is no address", _REMEDY) from fault
    if user is not None:
        raise UsageError(BLOBS, "holds credentials", f"set {_OURS}{_ID} and {_OURS}{_SECRET} instead")
    if address.scheme == "file":
        if address.netloc or not address.path.strip("/"):
            raise UsageError(BLOBS, "names no folder from the root on", "write file:///srv/policywatch/raw")
    elif address.scheme != "s3":
        raise UsageError(BLOBS, f"places of kind {address.scheme!r} are not supported", _REMEDY)
    elif not address.hostname:
        raise UsageError(BLOBS, "names no bucket", _REMEDY)
    return address


def _config(address: SplitResult, environ: Mapping[str, str]) -> "S3Config":
    asked = dict(parse_qsl(address.query, keep_blank_values=True))
    for name in asked:
        if name not in _QUERY:
            raise UsageError(BLOBS, f"{name!r} is not known", f"the query may hold {', '.join(_QUERY)}")
    config: S3Config = {}
    if "region" in asked:
        config["region"] = asked["region"]
    if "endpoint" in asked:
        config["endpoint"] = _endpoint(asked["endpoint"])
    if asked.get("style", "path") not in _STYLES:
        raise UsageError(BLOBS, f"style {asked['style']!r} is not known", f"write one of {', '.join(_STYLES)}")
    if asked.get("style") == "virtual":
        config["virtual_hosted_style_request"] = True
        if "endpoint" in config:
            config["endpoint"] = config["endpoint"].replace("://", f"://{address.hostname}.", 1)
    _sign(config, environ)
    return config


def _endpoint(said: str) -> str:
    if not said.startswith(("https://", "http://")):
        raise UsageError(BLOBS, "its endpoint is no address", "write endpoint=https://host:port")
    return said.rstrip("/")


def _sign(config: "S3Config", environ: Mapping[str, str]) -> None:
    """Credentials, of one kind or the other; without either, obstore asks what AWS gives a machine by itself."""
    for kind in (_OURS, _AWS):
        known, secret = environ.get(kind + _ID), environ.get(kind + _SECRET)
        if bool(known) is not bool(secret):
            missing = kind + (_SECRET if known else _ID)
            raise UsageError(missing, "is not set, though its other half is", "set both, or neither")
        if known and secret:
            config["access_key_id"], config["secret_access_key"] = known, secret
            if token := environ.get(kind + _TOKEN):
                config["session_token"] = token
            return
