"""The words by which chrome is known, line by line (handbook §3.3)."""

import re
import unicodedata
from enum import IntEnum, auto

from crawler.extract.spam import is_spam

# Only the Traditional characters of the words below: enough to recognise them in a mirror, at no cost.
_SIMPLE = str.maketrans(
    "為薦關聞閱讀鏈責輯發佈時間來瀏覽點擊編報導處網權證備號標識碼聯係繫體頁閉"
    "歡員錄熱門會請掃數單辦術維護記載圖開該訪問誤錯續舉評論贊紙無適粵滬蘇魯廣複製連結級繼",
    "为荐关闻阅读链责辑发布时间来浏览点击编报导处网权证备号标识码联系系体页闭"
    "欢员录热门会请扫数单办术维护记载图开该访问误错续举评论赞纸无适粤沪苏鲁广复制连结级继",
)
_TRADITIONAL = re.compile(f"[{''.join(map(chr, _SIMPLE))}]")
KEY_LENGTH = 120
LONGEST_KNOWN = 160
"""A longer line is neither title nor chrome, but for what its plain words tell."""


class Chrome(IntEnum):
    """What a line is when it is no part of the text; a number, for the hash of a mere Enum costs a call."""

    TAIL = auto()
    META = auto()
    TOOL = auto()
    CREDIT = auto()
    EDITOR = auto()
    CONTACT = auto()
    FOOTER = auto()
    SPAM = auto()
    COMMENT = auto()
    DATE = auto()
    FORM = auto()
    ASIDE = auto()


def key_of(text: str) -> str:
    """The start of a line as it is looked up: narrow, without spaces, in Simplified where the lexicon needs it."""
    narrow = text[:KEY_LENGTH]
    if len(text) <= LONGEST_KNOWN and not narrow.isascii():
        narrow = unicodedata.normalize("NFKC", narrow)
    narrow = "".join(narrow.split())
    return narrow.translate(_SIMPLE) if _TRADITIONAL.search(narrow) else narrow


_DATE = r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_CLOCK = r"\d{1,2}[:时]\d{2}(?::\d{2})?"
_ENDS = r"[\W_]*"


def _any(words: str) -> str:
    """One alternative for each word; words are separated by spaces and may be patterns."""
    return f"(?:{'|'.join(words.split())})"


def _whole(*patterns: str) -> re.Pattern[str]:
    """A line that is one of the patterns and nothing else but marks around it."""
    return re.compile(rf"{_ENDS}(?:{'|'.join(patterns)}){_ENDS}")


# Headings of what follows a text. A word that could head a part of a document (内容, 推荐, 评论) needs company.
_TAIL = _whole(
    "相关" + _any("新闻 阅读 文档 链接 解读 稿件 文章 报道 推荐 内容 信息 专题 资讯 政策 图片 视频 专栏 热词 标签"),
    _any("为你 为您 精彩 热门 编辑 今日 本站 更多 精选 热点 小编 图文 每日 栏目 好文 独家 视频 猜你 内容")
    + _any("推荐 喜欢 文章 阅读 新闻 资讯 图片 视频 精彩 排行 关注 热点 搜索 话题 标签")
    + "(?:推荐|列表|榜|排行)?",
    _any(
        "延伸阅读 推荐阅读(?:相关主题)? 推荐(?:文章|新闻|视频|专题) "
        "最新(?:文章|新闻|资讯|评论|发布|更新|消息|动态|推荐)"
    ),
    _any(
        "猜你(?:还)?喜欢 您可能(?:还)?(?:喜欢|感兴趣).{0,6} 大家(?:都|还)?在(?:看|搜) 看过本文的.{0,8} "
        "24小时(?:热|排|新).{0,4}"
    ),
    _any("(?:阅读|点击|新闻|热门)排行.{0,4} 图片新闻 往期(?:回顾|精彩|推荐) 精彩图集 图集 此前报道"),
    _any("网友 最新 最热 热门 全部 精彩 用户 发表 我要 文章 观察员 读者") + "(?:评论|跟[帖贴]|留言|点评)"
    r"(?:区|列表|刷新)?(?:\W?\d*条?\W?)?",
    r"(?:评论|跟[帖贴]|留言)(?:区|列表|\W?\d+条?\W?)",
    _any(
        "(?:你|您)可能还?(?:想看|关注).{0,6} 关联(?:稿件|阅读|文章|政策|信息) "
        "(?:同类|类似|相似)(?:政策|文件|信息|文章|新闻|稿件) (?:政策|文件|信息|稿件|智能|个性化)推荐"
    ),
    _any("我来说两句 友情链接 网站导航 网站地图 关注我们 联系我们"),
)
_NEIGHBOUR = re.compile(r"[【\[(]?(?:上一篇|下一篇|上一条|下一条|前一篇|后一篇|上篇|下篇)[】\])]?[:：]")

# What stands around somebody's comment; 公众参与 and 回复意见 are words of documents.
_COMMENT = _whole(
    r"\d{1,3}(?:秒|分钟|小时|天)前|刚刚|\d{1,4}楼",
    rf"(?:今天|昨天|{_DATE})(?:{_CLOCK})?(?:举报|回复|赞|踩|顶|\d|\W)*(?:举报|回复|赞\d+|踩\d+|顶\d+)(?:举报"
    rf"|回复|赞|踩|顶|\d|\W)*",
    r"(?:(?:举报|回复|收藏|分享)\W*)?(?:(?:赞|踩|顶)\W*\d+\W*)+(?:举报|回复|收藏|分享|\W)*|回复|全部楼层|楼主",
    r"(?:回复|评论)\W*\d+条(?:回复|评论)\W*\d*|(?:\+1)?(?:顶|踩|赞)\d+|查看更多(?:评论|回复)"
    r"|.{1,16}\d{1,3}(?:分钟|小时|天)前",
    r"\d*条?评论\W*[\d,]*人?参与(?:网友)?(?:评论)?|[\d,]+人参与.{0,8}评论|\d+条评论",
)
_DATE_ONLY = _whole(r"(?:19|20)\d\d[-/.:年月日时\d]{4,18}")
_BYLINE = _whole(
    rf"(?!.*(?:时间|日期|截止))[^，。,；;！!？?:：、]{{2,24}}(?:19|20)\d\d[-/]\d{{1,2}}[-/]\d{{1,2}}{_CLOCK}"
)
# What stands above a text, and might as well be part of it.
_FORM = _whole(_any("发起单位 征集(?:单位|部门|时间|状态) 状态") + "[:：].*")
_CLOCKED = _whole(rf"\d{{1,2}}月\d{{1,2}}日{_CLOCK}[^，。,；;！!？?起至前]{{0,10}}")

_PLACE = r"(?:当前位置|您?的?位置|您现在的位置|现在位置|您当前的?位置|所在位置)[:：].*"
_META = _whole(
    _PLACE,
    r"相关附件|正文|正文已结束.*|首页[>＞»/\-].*|[^，。；]{0,6}>[^，。；]{0,12}>[^，。；]{0,12}",
    r"(?:发布|发表|更新)于\W*\d.*|来源于[:：].*",
    _any(
        "发布(?:时间|日期) 发表时间 公开(?:时间|日期) (?:信息)?提供日期 发稿(?:时间|日期) 发文日期 "
        "(?:最后)?更新(?:时间|日期)? 时间 日期"
    )
    + r"[:：|丨].*",
    _any(
        "来源 稿源 文源 信息来源 文章来源 新闻来源 稿件来源 作者 浏览(?:次数|量)? 点[击阅](?:数|量|率|次数)? "
        "阅读(?:次数|量|数)? 访问(?:次数|量)"
    )
    + r"[:：|丨].*",
    _any(
        "字体(?:大小)? 字号 索引号 文号 发文字号 发布机构 信息分类 主题分类 成文日期 发布人 发布者 录入 供稿 "
        "撰稿 关键[字词] 标签 分类 栏目"
    )
    + r"[:：|丨].*",
    rf"{_DATE}{_CLOCK}[^，。,；;！!？?起至]{{0,24}}",
    rf"{_DATE}.{{0,16}}(?:来源|作者|(?:阅读|浏览|点击|点阅|访问)(?:人?次数?|量|数)?|人气|评论|编辑)[:：].{{0,40}}",
    rf"\d\d-\d\d-\d\d{_CLOCK}[^，。,；;！!？?]{{0,40}}",
    r"(?:last)?(?:updated|published|posted)(?:on|at|date|time)?[:：]?.{0,12}(?:19|20)\d\d.*",
    rf"{_CLOCK}|(?:19|20)\d\d|\d{{1,2}}/\d{{1,2}}",
)

_SOCIAL = _any("微信 微博 新浪 腾讯 qq 空间 朋友圈 朋友 好友 和 至 到 facebook line twitter")
_BUTTON = _any(
    "打印 关闭 收藏 我要纠错 纠错 保存 返回 分享 字体 字号 字级 大 中 小 放大 缩小 正常 默认 举报 点赞 "
    "复制(?:链接|连结) 评论 下载 转发"
)
_TARGET = "(?:本页|本文|此页|页面|窗口|顶部|列表|首页|上级)?"
# How often it was read: 本文访问量 120 人次, 已有12人阅读, （浏览1.2万次）, 今日访问：3 总访问：992, Views: 120, 👁 120.
_READ = _any("浏览 阅读 点击 访问 查看 围观 人气 热度 观看 播放 下载 点赞 收藏 转发 pv uv views? reads? hits? visits?")
_NUMBER = r"\d[\d,.]*[万wk]?\+?"
_COUNTED = _whole(
    rf"(?:(?:本文|本页|该页|文章|本站|网站|页面|总|今日|昨日|累计|当前|的|共|已被?)*{_READ}(?:总?(?:人次|次数|人数|量|数|率|热度|值))?"
    rf"[:：]?[\W_]*{_NUMBER}(?:人次|次|人|位)?[\W_]*|(?:本文|本页|文章)?(?:您是第|已有|已被|共有?|累计|被|有)?{_NUMBER}(?:人次|次|人|位)"
    rf"{_READ}(?:过|者|本文|本页|此文)*[\W_]*|[👁👀🔥❤♥👍]\W*{_NUMBER})+"
)
_TOOL = _whole(
    rf"(?:我的?)?分享(?:到|至|给|{_SOCIAL}|[\W_])*|(?:{_SOCIAL}|[\W_])+",
    rf"(?:分享[\W_]*(?:{_SOCIAL}[\W_]*)*)?(?:{_BUTTON}{_TARGET}[\W_\d]*)+",
    r"扫[一码].{0,24}|.{0,16}(?:扫描|长按|识别).{0,8}二维码.{0,30}|(?:微信)?公众号二维码|二维码",
    _any(
        "无障碍.{0,8} 长者(?:助手|版|模式).{0,6} 适老(?:版|化|模式).{0,4} 语音播报 t[+-].{0,4} 设为首页 "
        "加入收藏 政府网站找错 小程序 在线咨询"
    ),
    _any(
        "登录 注册 登录\\W*注册 客户端(?:下载)? 下载app .{0,6}app下载 打开app.{0,10} 手机(?:版|端|阅读) "
        "听新闻 朗读 播放 暂停 赞 顶 踩"
    ),
    _any(
        "展开(?:全文|全部) 阅读全文 收起 加载更多 查看(?:更多|全文|原文) 更多 广告 "
        "点击(?:进入|查看|这里|图片|复制).{0,20}"
    ),
    "关注.{0,10}(?:公众号|微信|微博|政府网)|微信扫码.{0,6}|.{2,8}公众号|(?:我要|意见)反馈",
    r"点击.{0,4}蓝字.{0,12}|广告\W*请继续阅读.{0,6}",
    "您的" + _any("姓名 昵称 意见 建议 留言 邮箱 电话 手机号?码? 联系方式") + r"\*?[:：]|验证码\*?[:：]",
)

_STAFF = (
    "责任编辑 责任校对 责编 编辑 校对 审校 审读 监制 值班编辑 值班主任 实习编辑 网络编辑 总编辑 主编 "
    "编审 初审 复审 终审 一审 二审 三审"
)
_SIGNED = "文案 排版 录入员? 发布人? 审核人? 签发人? 作者 摄影 来源 稿源 文源 信息来源 文章来源 资料来源"
_EDITOR = re.compile(
    rf"{_ENDS}(?:本文)?{_any(_STAFF)}(?:[:：|丨/]|人[:：]).{{0,60}}$"
    rf"|[(【\[]{_any(_STAFF)}[:：].{{0,60}}[)】\]]$|.{{0,10}}(?:内容团队|小编)编辑\W?$"
)
_CREDIT = re.compile(
    rf"{_ENDS}{_any(_SIGNED)}[:：|丨/].{{0,60}}$"
    r"|(?:文|图|文图|图文)[/|丨:：].{0,40}$|附全文\W?$"
    r"|[(【\[](?:本文来源|作者系?|原标题|审核)[:：].{0,60}[)】\]]$|(?:本文来源|原标题)[:：].{0,60}$"
)
# A footer has contact lines, and so has a consultation at its close: they are worth nothing, but never dropped.
_CONTACT = re.compile(
    _ENDS
    + _any(
        "联系人 (?:联系|办公|通讯|通信)?地址 (?:联系|咨询|举报|办公|服务)?电话 传真 邮编 邮政编码 "
        "(?:电子)?邮箱 (?:服务|客服)?热线 客服"
    )
    + ".{0,8}[:：]"
)
_FOOTER = re.compile(
    r"版权所有|copyright|©|icp备|公网安备|网安备|网站标识码|技术支持[:：](?!\D{0,6}[\d-]{7})|承办(?:单位)?[:：].*技术支持"
    r"|未经(?:书面)?(?:授权|许可|允许).{0,20}转载|allrightsreserved|转载请注明(?:来源|出处)|(?:本网?站|我们)使用cookie"
    r"|违法和?不良信息[^，。；]{0,8}举报(?:电话|邮箱|中心|热线|平台|入口|[:：]|$)"
    r"|经营许可证(?:编?号|证号)?(?:[:：]|\W?\w{0,4}-?\d{4})|电信业务经营许可证[^，。；]*$|网络文化经营许可证[^，。；]*$|不代表本(?:网|站|平台)|仅代表.{0,8}观点|观点仅代表|推荐使用.{0,20}浏览器"
)
_HOST = re.compile("主办(?:单位)?[:：]|声明[:：]")
_NOTICE = re.compile(
    rf"{_ENDS}.{{0,8}}(?:版权|免责|特别|平台)(?:声明|说明|保护)(?:[:：】\])]|$|本[网站文平]|以上|凡|未经|转载|作者)"
)
# （来源：日报）记者获悉，……: a credit that only opens a paragraph does not make it one.
_OPENED = re.compile(r"[(【\[][^)】\]]{2,24}[)】\]][^:：]{0,40}[，,。].{8,}[。！？!?]$")
# Patterns that begin with anything are slow: a word is looked for first.
_BY_WORD = (
    ("主办", Chrome.FOOTER, re.compile(r"[^由，。；、]{2,24}主办[^，。；、]{2,30}(?:技术支持|运行维护)")),
    (
        "未经",
        Chrome.FOOTER,
        re.compile(r"(?=.*(?:本[网站]|网站|版权)).*未经(?:书面)?(?:授权|许可|允许).{0,20}(?:使用|复制).*"),
    ),
    ("征集", Chrome.FORM, _FORM),
    ("状态", Chrome.FORM, _FORM),
    ("发起单位", Chrome.FORM, _FORM),
    ("月", Chrome.FORM, _CLOCKED),
    ("-", Chrome.DATE, _BYLINE),
    ("满意", Chrome.TOOL, _whole(r"(?:.{0,24}[:：?？])?(?:(?:(?:非常|基本|比较|较|很?不)?满意|一般)[\W_\d]*){2,}")),
    ("尽在", Chrome.TOOL, re.compile(r"[^。]{0,30}尽在.{2,14}app")),
)
SHORT = 30
LINE = 70


def chrome_of(key: str) -> Chrome | None:
    """What a line (its `key_of`) is, if it is no part of the text."""
    return _short_chrome(key) if len(key) <= LINE else _long_chrome(key.lower())


def is_count(key: str) -> bool:
    """Whether a line says nothing but how often the page was read."""
    return len(key) <= LINE and _COUNTED.fullmatch(key.lower()) is not None


def _long_chrome(key: str) -> Chrome | None:
    if _NOTICE.match(key) or (len(key) < KEY_LENGTH and (_FOOTER.search(key) or _HOST.match(key))):
        return Chrome.FOOTER
    for word, kind, pattern in _BY_WORD:
        if word in key and len(key) < KEY_LENGTH and pattern.fullmatch(key):
            return kind
    return Chrome.SPAM if is_spam(key) else None


def _short_chrome(written: str) -> Chrome | None:
    key = written.lower()
    if (len(key) < SHORT and _TAIL.fullmatch(key)) or _NEIGHBOUR.match(key):
        return Chrome.TAIL
    if key[:1] in "([【" and _OPENED.match(key):
        return _long_chrome(key)
    if _EDITOR.match(key):
        return Chrome.EDITOR
    for pattern, kind in _WHOLE_LINES:
        if pattern.fullmatch(key):
            return kind
    if _CREDIT.match(key):
        return Chrome.CREDIT
    return Chrome.CONTACT if _CONTACT.match(key) else _long_chrome(key)


_WHOLE_LINES = (
    (_TOOL, Chrome.TOOL),
    (_COMMENT, Chrome.COMMENT),
    (_DATE_ONLY, Chrome.DATE),
    (_META, Chrome.META),
    (_COUNTED, Chrome.TOOL),
)
