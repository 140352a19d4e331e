"""Words of the service's own state."""

from typing import Final

from web.words.table import Table

TABLE: Final[Table] = {
    "nav.system": ("System", "系统"),
    "system.title": ("System", "系统状态"),
    "system.checks": ("Checks", "自检"),
    "system.well": ("ok", "正常"),
    "system.amiss": ("look here", "请处理"),
    "check.clock": ("Clock", "时钟"),
    "check.outbox": ("Outbox", "发件箱"),
    "check.channel": ("Channels", "渠道"),
    "check.calendar": ("Holidays", "节假日"),
    "system.queue": ("Looks", "查看队列"),
    "system.due.listings": ("Listings due", "待查看的列表"),
    "system.due.pages": ("Pages due", "待查看的页面"),
    "system.lag": ("Longest overdue", "最长逾期"),
    "system.last_look": ("Last look", "最近查看"),
    "system.engine": ("Engine", "引擎"),
    "system.beat": ("Engine {name}, last alive", "引擎 {name} 最近活动"),
    "system.no_beat": ("no engine was ever alive here", "没有引擎运行过"),
    "system.undelivered": ("Messages", "消息"),
    "system.backlog": (
        "{count} not delivered ({failed} given up), the oldest since",
        "{count} 条未送达（{failed} 条已放弃），最早的自",
    ),
    "system.see": ("See them", "查看"),
    "system.all_delivered": ("Nothing that was promised is late.", "没有逾期未送达的消息。"),
    "system.by_channel": ("Messages by channel and state", "按渠道和状态统计的消息"),
    "system.stored": ("What is stored", "存储"),
    "system.database": ("Database", "数据库"),
    "system.size": ("Size", "大小"),
    "system.free": ("Free on its disk", "磁盘剩余"),
    "system.revision": ("Schema revision", "结构版本"),
    "span.days": ("{count} d", "{count} 天"),
    "span.hours": ("{count} h", "{count} 小时"),
    "span.minutes": ("{count} min", "{count} 分钟"),
}
