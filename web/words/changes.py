"""Words of the list of changes and of one change."""

from typing import Final

from web.words.table import Table

TABLE: Final[Table] = {
    "changes.title": ("What changed", "最新变更"),
    "changes.filter": ("Filter", "筛选"),
    "changes.kind": ("Kind", "类型"),
    "changes.source": ("Source", "来源"),
    "changes.tag": ("Tag", "标签"),
    "changes.stage": ("Stage", "阶段"),
    "changes.rule": ("Told by rule", "通知规则"),
    "changes.since": ("From", "起始日期"),
    "changes.until": ("To", "截止日期"),
    "changes.any": ("any", "全部"),
    "changes.apply": ("Apply", "应用"),
    "changes.clear": ("Clear", "清除"),
    "changes.older": ("Older", "更早"),
    "changes.newest": ("Newest", "最新"),
    "changes.more_pages": ("the same on {count} more pages", "另有 {count} 个页面作同样修改"),
    "changes.untitled": ("without a title", "无标题"),
    "changes.none_yet": (
        "Nothing has changed yet. The first round of a source only records what already stands there.",
        "尚无变更。每个来源的第一轮只记录现有内容。",
    ),
    "changes.none_match": ("No change fits this filter.", "没有符合筛选条件的变更。"),
    "changes.none_older": ("There is nothing older.", "没有更早的变更。"),
    "changes.not_understood": ("Not understood and left out: {what}.", "无法理解，已忽略：{what}。"),
}
