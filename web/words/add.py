"""Words of the page that tries an address."""

from typing import Final

from web.words.table import Table

TABLE: Final[Table] = {
    "nav.add": ("Try an address", "试读网址"),
    "add.title": ("Try an address", "试读网址"),
    "add.what": (
        "Paste the address of a listing, a feed or one document, and see what would be read from it. "
        "Nothing is remembered, and sources.yaml is never rewritten: the lines to paste are shown.",
        "粘贴列表页、订阅源或单个文件的网址，查看能读到什么。"
        "不会保存任何内容，也不会改写 sources.yaml，只给出可粘贴的配置。",
    ),
    "add.address": ("Address", "网址"),
    "add.look": ("Look", "查看"),
    "add.patience": ("A slow site takes up to 45 seconds.", "网站较慢时最多需 45 秒。"),
    "add.no_address": (
        "That is no address: begin it with https:// or http://.",
        "这不是网址：请以 https:// 或 http:// 开头。",
    ),
    "add.busy": ("Another address is being looked at; try again in a moment.", "正在查看另一个网址，请稍后再试。"),
    "add.seen": ("What was seen", "查看结果"),
    "add.trouble": ("It cannot be watched as it stands:", "目前无法监测："),
    "add.answer": ("Answer", "应答"),
    "add.kind": ("Kind", "类型"),
    "add.kind.page": ("one document", "单个文件"),
    "add.kind.list": ("a listing", "列表页"),
    "add.kind.feed": ("a feed", "订阅源"),
    "add.kind.sitemap": ("a sitemap", "站点地图"),
    "add.kind.json": ("a JSON listing", "JSON 列表"),
    "add.kind.gkmlpt": ("the open-government platform of Guangdong", "广东省政府信息公开平台"),
    "add.kind.nfcms": ("the NFCMS platform", "南方新媒体 CMS 平台"),
    "add.kind.trs": ("the TRS platform", "TRS 平台"),
    "add.kind.hanweb": ("the Hanweb platform", "大汉平台"),
    "add.kind.govcn": ("the policy library of gov.cn", "中国政府网政策文件库"),
    "add.entrance": ("Read at", "读取自"),
    "add.pause": ("Asked", "请求间隔"),
    "add.snippet": ("To watch it", "加入监测"),
    "add.paste": (
        "Paste these lines under “sources:” in sources.yaml.",
        "把以下几行粘贴到 sources.yaml 的“sources:”之下。",
    ),
    "add.copy": ("Copy", "复制"),
    "add.copied": ("Copied", "已复制"),
    "add.first": ("Documents: the first {shown} of {count}", "文件：共 {count} 个，显示前 {shown} 个"),
    "add.read": ("The document as it is read", "读取到的文件"),
}
