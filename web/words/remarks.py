"""Words of marks on changes, and of the page that lists the API."""

from typing import Final

from web.words.table import Table

TABLE: Final[Table] = {
    "mark.unseen": ("not looked at", "未处理"),
    "mark.seen": ("seen", "已阅"),
    "mark.important": ("important", "重要"),
    "mark.noise": ("noise", "无关"),
    "changes.mark": ("Marked", "标记"),
    "triage.title": ("What we make of it", "处理意见"),
    "triage.mark": ("Mark", "标记"),
    "triage.by": ("Your name", "您的姓名"),
    "triage.note": ("Note", "备注"),
    "triage.save": ("Save", "保存"),
    "triage.none": ("Nobody has marked this change yet.", "尚无人处理此变更。"),
    "triage.nobody": ("somebody", "未署名"),
    "triage.moved": (
        "Somebody else marked it meanwhile. Look at their mark, then mark it again if you still want to.",
        "其他人刚刚作了标记。请查看后再决定是否重新标记。",
    ),
    "triage.back": ("To the change", "返回该变更"),
    "triage.silences": ("How would it have been silent?", "如何避免此类通知？"),
    "silences.title": ("How noise is kept out", "如何避免无关通知"),
    "silences.lead": (
        "Each of these would have kept the rule silent about this change. Nothing is changed by itself: put the one "
        "that you like into sources.yaml in place of the rule.",
        "采用以下任一写法，该规则就不会通知此变更。程序不会自动修改配置：请将合适的写法替换到 sources.yaml 中的规则。",
    ),
    "silences.why": ("{rule} would not fire: {why}.", "规则 {rule} 不会触发：{why}。"),
    "silences.cost": (
        "Of the {told} changes that it told in the last {days} days it would not have told {silenced}.",
        "该规则最近 {days} 天通知了 {told} 条变更，其中 {silenced} 条将不再通知。",
    ),
    "silences.others": ("Among them:", "其中包括："),
    "silences.still": ("These rules would tell it all the same: {rules}.", "以下规则仍会通知：{rules}。"),
    "silences.none": (
        "No rule of today tells this change, or none can be kept silent about it by one small step.",
        "现有规则均不会通知此变更，或只改动一处不足以避免。",
    ),
    "api.title": ("API for programs", "程序接口"),
    "api.lead": (
        "Send the token as `Authorization: Bearer TOKEN`. The description for programs:",
        "请求时附带 `Authorization: Bearer TOKEN`。机器可读的描述：",
    ),
    "api.endpoint": ("Endpoint", "接口"),
    "api.says": ("What it says", "说明"),
}
