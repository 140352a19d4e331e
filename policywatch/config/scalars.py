"""What a scalar of YAML 1.2 means: `no` and `yes` are words, 1 is a number, a date is text."""

import math

from ruamel.yaml.nodes import ScalarNode

TAG = "tag:yaml.org,2002:"
TRUTHS = {"true": True, "false": False}
BASES = {"0x": 16, "0o": 8, "0b": 2}


def scalar(node: ScalarNode) -> bool | int | float | str | None:
    """The value of a scalar; text where it is none of null, a truth value or a number."""
    text, tag = str(node.value), str(node.tag)
    if tag == TAG + "null":
        return None
    if tag == TAG + "bool":
        return TRUTHS.get(text.lower(), text)
    if tag == TAG + "int":
        return _whole(text)
    return _fraction(text) if tag == TAG + "float" else text


def _whole(text: str) -> int | str:
    digits = text.replace("_", "")
    try:
        return int(digits, BASES.get(digits.lstrip("+-")[:2].lower(), 10))
    except ValueError:
        return text


def _fraction(text: str) -> float | str:
    try:
        number = float(text.replace("_", ""))
    except ValueError:
        return text
    return number if math.isfinite(number) else text
