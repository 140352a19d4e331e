"""Full and half width, and the several shapes of one punctuation mark."""

import re
import unicodedata

_SHAPES = {
    **dict.fromkeys("“”„‟〝〞「」『』﹁﹂﹃﹄«»", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−─━﹣⸺⸻", "-"),
    **dict.fromkeys("•・‧∙⋅●", "·"),
    **dict.fromkeys("〜∼～", "~"),
    **dict.fromkeys("〔【〖﹝", "["),
    **dict.fromkeys("〕】〗﹞", "]"),
    **dict.fromkeys("○◯", "〇"),
}
_SHAPED = re.compile(f"[{re.escape(''.join(_SHAPES))}]")
_DASHES = re.compile(r"-{2,}")
_DOTS = re.compile(r"\.{4,}")


def narrow(text: str) -> str:
    """One shape for each character: NFKC, then one quote, dash, dot and bracket.

    `，：（）` become ASCII; `《》、。` stay; every double quote is `"`, every dash one `-`, `〔【` are `[`.
    Source: Unicode Standard Annex 15 (NFKC).
    """
    # Few characters of a text have a shape to lose: a search for them is cheaper than str.translate over all.
    text = _SHAPED.sub(_one_shape, unicodedata.normalize("NFKC", text))
    return _DOTS.sub("...", _DASHES.sub("-", text))


def _one_shape(found: re.Match[str]) -> str:
    return _SHAPES[found[0]]
