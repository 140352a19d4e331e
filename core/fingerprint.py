"""Exact and near digests of a folded text."""

import hashlib
import struct

from rensa import RMinHash

from core.model import Fingerprint

PERMUTATIONS = 64
SHINGLE = 4
SEED = 20_171

_SIGNATURE = struct.Struct(f">{PERMUTATIONS}I")


def fingerprint(folded: str, recipe_digest: str) -> Fingerprint:
    """Digests of a folded text under a recipe.

    Returns:
        `exact`: SHA-256 of the UTF-8 bytes; `near`: MinHash of 4-character shingles, 64 × 32 bits.
        Source: Broder, On the resemblance and containment of documents (1997).
    """
    exact = hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()
    return Fingerprint(exact=exact, near=_signature(folded), recipe=recipe_digest)


def resemblance(a_near: str, b_near: str) -> float:
    """Estimated share (0..1) of shingles that two texts have in common, ± 0.06; 0.0 where a signature is missing.

    >>> resemblance(fingerprint("一二三四五六", "r").near, fingerprint("一二三四五六", "r").near)
    1.0
    """
    if len(a_near) != 2 * _SIGNATURE.size or len(b_near) != len(a_near):
        return 0.0
    pairs = zip(_SIGNATURE.unpack(bytes.fromhex(a_near)), _SIGNATURE.unpack(bytes.fromhex(b_near)), strict=True)
    return sum(1 for a, b in pairs if a == b) / PERMUTATIONS


def _signature(folded: str) -> str:
    if not folded:
        return ""
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    count = max(1, len(folded) - SHINGLE + 1)
    sketch.update([folded[start : start + SHINGLE] for start in range(count)])
    return _SIGNATURE.pack(*sketch.digest()).hex()
