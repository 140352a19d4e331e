"""The words of feeds, English with the Chinese behind the last space; `spoken` chooses."""

from core.model import ChangeKind, Stage
from core.source import Language
from notifier.phrases import Words

KINDS = {kind: Words()(f"kind_{kind.value}") for kind in ChangeKind}
STAGES = {stage: Words()(f"stage_{stage.value}") for stage in Stage}
FIELDS = {
    name: Words()(f"field_{name}")
    for name in ("title", "doc_number", "agency", "stage", "effective", "deadline", "expires")
}


def spoken(words: str, language: Language) -> str:
    """Bilingual words, several set apart by `·`, in one language or both.

    >>> spoken("in force 现行有效", Language.EN), spoken("changed 修改 · was 第三条 原第三条", Language.ZH)
    ('in force', '修改 · 原第三条')
    """
    if language is Language.BOTH:
        return words
    chosen = []
    for part in words.split(" · "):
        english, _, chinese = part.rpartition(" ")
        chosen.append(chinese if language is Language.ZH else english or chinese)
    return " · ".join(chosen)
