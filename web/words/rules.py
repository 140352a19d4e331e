"""Words of the rules."""

from typing import Final

from web.words.table import Table

TABLE: Final[Table] = {
    "nav.rules": ("Rules", "规则"),
    "rules.title": ("Rules", "规则"),
    "rules.order": (
        "Whoever a rule tells is not told of the same change by the rules below it. Rules are written in sources.yaml.",
        "前面的规则已通知的对象，后面的规则不再就同一变更通知。规则写在 sources.yaml 中。",
    ),
    "rules.none": (
        "No rule is configured: changes are stored, and nobody is told.",
        "尚未配置规则：变更只会保存，不会通知任何人。",
    ),
    "rules.tells": ("Tells of", "通知"),
    "rules.wants": ("Wants", "条件"),
    "rules.everything": ("everything", "全部"),
    "rules.when": ("When", "时间"),
    "rules.at_once": ("at once", "立即"),
    "rules.digest": ("together, at", "汇总发送于"),
    "rules.working_days": ("on working days", "仅工作日"),
    "rules.next": ("next", "下次"),
    "rules.to": ("Tells", "发送至"),
    "rules.nobody": ("nobody", "无人"),
    "rules.feeds": ("Subscribe", "订阅"),
    "rules.feed.atom": ("Atom", "Atom"),
    "rules.feed.json": ("JSON Feed", "JSON Feed"),
    "rules.feed.ics": ("calendar (.ics)", "日历 (.ics)"),
    "rules.told": ("What it told", "已通知的变更"),
    "rules.try": ("Try it on what is stored", "用已存变更试运行"),
    "rules.trial": ("Dry run", "试运行"),
    "rules.rule": ("Rule", "规则"),
    "rules.days": ("Days back", "回溯天数"),
    "rules.would": (
        "{changes} of {looked} changes of the last {days} days would have been told",
        "最近 {days} 天的 {looked} 项变更中，会通知 {changes} 项",
    ),
    "rules.messages": ("{count} messages", "{count} 条消息"),
    "rules.in_digest": ("in a digest", "汇总"),
    "rules.more": ("and {count} more", "另有 {count} 项"),
    "rules.cut": (
        "Only the newest changes were looked at of: {sources}. Try fewer days.",
        "以下来源仅查看了最新变更：{sources}。请减少天数。",
    ),
    "wants.any": ("Any word of", "任一关键词"),
    "wants.all": ("Every word of", "全部关键词"),
    "wants.none": ("No word of", "不含关键词"),
    "wants.sources": ("Sources", "来源"),
    "wants.tags": ("Tags", "标签"),
    "wants.tiers": ("Tiers", "级别"),
    "wants.agencies": ("Agencies", "机关"),
    "wants.regions": ("Regions", "地区"),
    "wants.stages": ("Stages", "阶段"),
    "wants.size": ("Edits", "修改幅度"),
    "wants.characters": ("of at least {count} characters", "至少 {count} 字"),
}
