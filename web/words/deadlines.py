"""Words of the calendar."""

from typing import Final

from web.words.table import Table

TABLE: Final[Table] = {
    "nav.deadlines": ("Calendar", "日历"),
    "deadlines.title": ("Calendar of policies", "政策日历"),
    "deadlines.kind": ("Days", "日期类型"),
    "deadlines.deadline": ("comments until", "意见反馈截止"),
    "deadlines.effective": ("in force from", "开始施行"),
    "deadlines.expires": ("valid until", "有效期届满"),
    "deadlines.month": ("{year}-{month}", "{year} 年 {month} 月"),
    "deadlines.before": ("The month before:", "上个月："),
    "deadlines.after": ("The next month:", "下个月："),
    "deadlines.grid": ("The month, day by day; the list below says the same.", "按日显示的月历；下方列表内容相同。"),
    "deadlines.more": ("{count} more", "另有 {count} 项"),
    "deadlines.past": ("{count} of this month are over.", "本月已过 {count} 项。"),
    "deadlines.show_past": ("Show them too", "一并显示"),
    "deadlines.today": ("today", "今天"),
    "deadlines.in_days": ("in {count} d", "{count} 天后"),
    "deadlines.none": (
        "No day of a policy that is present and in force falls into this month.",
        "本月没有在线有效政策的重要日期。",
    ),
    "deadlines.none_match": ("No day of this month fits this filter.", "本月没有符合筛选条件的日期。"),
    "deadlines.coming": ("The next one is {day}.", "下一项在 {day}。"),
    "deadlines.too_many": (
        "There are more in this month than are shown; choose a source, a tag or a rule.",
        "本月日期过多，未全部显示；请按来源、标签或规则筛选。",
    ),
    "deadlines.calendars": ("Subscribe", "订阅"),
    "deadlines.subscribe": (
        "These addresses are for calendar programs; each holds a token that opens this one calendar alone.",
        "以下地址供日历软件订阅；每个地址含只读口令，仅能打开对应日历。",
    ),
    "weekday.0": ("Mon", "周一"),
    "weekday.1": ("Tue", "周二"),
    "weekday.2": ("Wed", "周三"),
    "weekday.3": ("Thu", "周四"),
    "weekday.4": ("Fri", "周五"),
    "weekday.5": ("Sat", "周六"),
    "weekday.6": ("Sun", "周日"),
}
