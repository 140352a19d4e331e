"""The words of feeds, English with the Chinese behind the last space; `spoken` chooses."""

from core.model import ChangeKind, Stage
from core.source import Language

KINDS = {
    ChangeKind.NEW: "new 新发布",
    ChangeKind.EDITED: "edited 修改",
    ChangeKind.COSMETIC: "cosmetic 排版调整",
    ChangeKind.STATUS: "status 状态变更",
    ChangeKind.REMOVED: "removed 已撤下",
    ChangeKind.RESTORED: "restored 恢复",
    ChangeKind.REPRINT: "reprint 转载",
    ChangeKind.REBASED: "rebased 重新读取",
    ChangeKind.FAILING: "failing 来源读取失败",
    ChangeKind.LAYOUT: "layout 来源版式已变",
    ChangeKind.SILENT: "silent 来源长期无更新",
    ChangeKind.RECOVERED: "recovered 来源恢复",
    ChangeKind.DEADLINE: "deadline 期限提醒",
    ChangeKind.FLAPPING: "flapping 反复变动",
}
STAGES = {
    Stage.DRAFT: "draft 征求意见稿",
    Stage.TRIAL: "trial 试行",
    Stage.IN_FORCE: "in force 现行有效",
    Stage.AMENDED: "amended 已修订",
    Stage.REPEALED: "repealed 已废止",
    Stage.INTERPRETATION: "interpretation 政策解读",
    Stage.NEWS: "news 新闻",
}
FIELDS = {
    "title": "Title 标题",
    "doc_number": "Document number 文号",
    "agency": "Agency 发文机关",
    "stage": "Stage 阶段",
    "effective": "Effective 施行",
    "deadline": "Deadline 截止",
    "expires": "Expires 失效",
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
