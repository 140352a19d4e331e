"""Words of the outbox."""

from typing import Final

from web.words.table import Table

TABLE: Final[Table] = {
    "nav.deliveries": ("Deliveries", "投递"),
    "deliveries.title": ("Deliveries", "投递"),
    "deliveries.state": ("State", "状态"),
    "deliveries.channel": ("Channel", "渠道"),
    "deliveries.rule": ("Rule", "规则"),
    "deliveries.failed": ("Failed", "失败"),
    "deliveries.waiting": ("Waiting", "等待发送"),
    "deliveries.sent": ("Sent", "已送达"),
    "deliveries.late": ("late", "延迟"),
    "deliveries.retry": ("Send again", "重新发送"),
    "deliveries.retry_one": ("Send again: {title}", "重新发送：{title}"),
    "deliveries.retry_all": ("Send all that failed again", "全部重新发送"),
    "deliveries.again": ("{count} go out again with the next round of the daemon.", "{count} 条将在下一轮重新发送。"),
    "deliveries.none_again": ("Nothing had failed: nothing is sent again.", "没有失败的投递，无需重新发送。"),
    "deliveries.failed_at": ("given up", "放弃于"),
    "deliveries.due_at": ("due", "应发于"),
    "deliveries.promised_at": ("first promised for", "原定于"),
    "deliveries.sent_at": ("sent", "送达于"),
    "deliveries.first": ("From the beginning", "回到开头"),
    "deliveries.further": ("Further", "下一页"),
    "deliveries.none": (
        "Nothing was ever to be delivered. Rules decide whom to tell of what.",
        "尚无投递。由规则决定通知谁。",
    ),
    "deliveries.none_match": ("No delivery fits this filter.", "没有符合筛选条件的投递。"),
    "reason.withdrawn": (
        "It was taken back: half of its source changed at once, most likely a new layout.",
        "已撤回：该来源一半页面同时变动，多半是网站改版。",
    ),
    "reason.internal": ("An error of our own; the log says more.", "程序内部错误，详见日志。"),
    "reason.unconfigured": (
        "The channel stands no longer in sources.yaml.",
        "sources.yaml 中已没有此渠道。",
    ),
    "reason.variable": (
        "A secret of the channel is missing or cannot be used: look at its environment variable.",
        "渠道所需的密钥缺失或无法使用，请检查环境变量。",
    ),
    "reason.template": ("The template of the message is broken: mend it.", "消息模板有误，请修改。"),
    "reason.login": (
        "The receiver does not accept our name and secret.",
        "对方不接受账号或密钥。",
    ),
    "reason.unknown": ("There is no such recipient there.", "对方没有这个收件人。"),
    "reason.unwanted": ("The receiver wants no more of these messages.", "对方不再接收此类消息。"),
    "reason.gone": ("There is nothing at this address any more.", "该地址已失效。"),
    "reason.large": ("The message is too large for the receiver.", "消息过大，对方不接收。"),
    "reason.busy": ("The receiver asks us to wait.", "对方要求稍后再发。"),
    "reason.timeout": ("The receiver did not answer in time.", "对方未及时应答。"),
    "reason.refused": ("Nobody listens at that address.", "该地址无人应答。"),
    "reason.name": ("The name of the receiver's host is not known.", "无法解析对方主机名。"),
    "reason.tls": ("The connection is not secure: a certificate is wrong.", "连接不安全：证书有误。"),
    "reason.private": (
        "The address is of a private network, which settings.allow_private_networks does not allow.",
        "该地址属于内网，settings.allow_private_networks 未允许。",
    ),
    "reason.disk": ("The file cannot be written: look at the folder and the disk.", "无法写入文件，请检查目录和磁盘。"),
    "reason.server": ("The receiver has trouble of its own.", "对方服务器出错。"),
}
