"""secret(environ, name) -> what a variable holds, or what the file holds that `<name>_FILE` names."""

from collections.abc import Mapping
from pathlib import Path

from core.errors import DeliveryDelayed


def secret(environ: Mapping[str, str], name: str) -> str:
    """A secret from the environment (CONTRACT §5).

    Read anew for every message, so that a secret that is set or changed later takes effect.

    Raises:
        DeliveryDelayed: it is not set or its file cannot be read; the sentence names the variable.
    """
    if value := environ.get(name, "").strip():
        return value
    file = environ.get(f"{name}_FILE", "").strip()
    if not file:
        raise DeliveryDelayed(f"the environment variable {name} is not set")
    try:
        value = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise DeliveryDelayed(f"the file named by {name}_FILE cannot be read: {fault}") from fault
    if not value:
        raise DeliveryDelayed(f"the file named by {name}_FILE is empty")
    return value
