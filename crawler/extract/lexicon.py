"""The words by which chrome is known, line by line (handbook §3.3)."""

import re
import unicodedata
from enum import Enum, auto

# Only the Traditional characters of the words below: enough to recognise them in a mirror, at no cost.
_SIMPLE = str.maketrans(
    "關聞閱讀鏈責輯發佈時間來瀏覽點擊編報導稿源處網權證備號標識碼聯係繫體頁閉歡員錄熱門會請掃數單辦術維護編導記載圖猜開該訪問維繁忙誤錯續舉報評論贊收藏紙無適碼粵滬浙蘇魯豫",
    "关闻阅读链责辑发布时间来浏览点击编报导稿源处网权证备号标识码联系系体页闭欢员录热门会请扫数单办术维护编导记载图猜开该访问维繁忙误错续举报评论赞收藏纸无适码粤沪浙苏鲁豫",
)
_TRADITIONAL = re.compile(f"[{''.join(map(chr, _SIMPLE))}]")
KEY_LENGTH = 120


class Chrome(Enum):
    """What a line is when it is no part of the text."""

    TAIL = auto()
    META = auto()
    TOOL = auto()
    CREDIT = auto()
    FOOTER = auto()
    SPAM = auto()
    COMMENT = auto()
    DATE = auto()


def key_of(text: str) -> str:
    """The start of a line as it is looked up: narrow, without spaces, in Simplified where the lexicon needs it."""
    narrow = "".join(unicodedata.normalize("NFKC", text[:KEY_LENGTH]).split())
    return narrow.translate(_SIMPLE) if _TRADITIONAL.search(narrow) else narrow


_EDGE = r"[\s\W_]*"
_DATE = r"(?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\d{1,2}[:时]\d{2}(?::\d{2})?)?)"

_TAIL = re.compile(
    rf"^{_EDGE}(?:相关(?:新闻|阅读|文档|链接|解读|稿件|文章|报道|推荐|内容|信息|专题|资讯|政策|图片|视频|专栏|热词|标签)|延伸阅读"
    r"|(?:为你|为您|猜你|精彩|热门|编辑|今日|本站|更多|精选|热点|小编|图文|每日|栏目|好文|独家|视频|内容|广告|合作|相关)(?:推荐|喜欢|文章|阅读|新闻|资讯|图片|内容|精彩|排行|关注|热点)?(?:推荐|列表|榜|排行)?"
    r"|热门(?:文章|新闻|评论|推荐|搜索|标签|话题|排行)?|最新(?:文章|新闻|资讯|评论|发布|更新|消息|动态|推荐)|推荐(?:阅读(?:相关主题)?|文章|新闻|视频|内容|专题)?"
    r"|猜你(?:还)?喜欢|您可能(?:还)?(?:喜欢|感兴趣).{0,6}|大家都在(?:看|搜)|大家还(?:在)?看|看过本文的.{0,8}|阅读排行.{0,4}|点击排行.{0,4}|新闻排行.{0,4}|24小时.{0,6}|今日热点|图片新闻|往期(?:回顾|精彩|推荐)"
    r"|(?:(?:网友|最新|最热|热门|全部|精彩|用户|发表|我要|文章|观察员|读者)(?:评论|跟[帖贴]|留言|点评)|评论|跟[帖贴]|留言)(?:区|列表|刷新|\d+条)?(?:[(\[]?\d*条?[)\]]?)?|我来说两句|友情链接|网站导航|网站地图|关注我们|联系我们|精彩图集|图集|此前报道|更多(?:精彩|新闻|资讯|内容|文章|阅读|>+)?)"
    rf"{_EDGE}(?:more|更多|>+)?{_EDGE}$",
    re.IGNORECASE,
)
_NEIGHBOUR = re.compile(r"^[【\[(]?(?:上一篇|下一篇|上一条|下一条|前一篇|后一篇|上篇|下篇)[】\])]?[:：]?")
_COMMENT = re.compile(
    r"^\W*(?:\d{1,3}(?:秒|分钟|小时|天|楼)前?|刚刚|回复|全部楼层|楼主|.{0,12}回复\W*\d*|.{0,20}(?:举报|回复|踩\d*|顶\d*|赞\d*|\d*条?评论|参与).{0,6}(?:踩\d*|赞\d*|顶\d*|回复|\d+人?)\W*.{0,6}|.{0,12}\d+人?参与.{0,8}评论|.{0,12}网友评论)\W*$"
)
_DATE_ONLY = re.compile(rf"^{_EDGE}{_DATE}{_EDGE}$")
_META = re.compile(
    rf"^(?:{_EDGE}(?:当前位置|您?的?位置|您现在的位置|现在位置|您当前的?位置|所在位置)[:：]|相关附件\W*$|{_EDGE}(?:发布|发表|来源|更新)于"
    rf"|{_EDGE}(?:发布(?:时间|日期)|发表(?:时间|于)|公开(?:时间|日期)|(?:信息)?提供日期|发稿(?:时间|日期)|发文日期|更新(?:时间|日期)|时间|日期|来源|稿源|文源|信息来源|文章来源|新闻来源|稿件来源|作者|浏览(?:次数|量)?|点击(?:数|量|率|次数)?|阅读(?:次数|量|数)?|访问(?:次数|量)|字体(?:大小)?|字号|索引号|文号|发文字号|发布机构|信息分类|主题分类|成文日期|发布人|发布者|录入|供稿|撰稿|审核|审核人|签发|关键[字词]|标签|分类|栏目|最后更新)[:：|丨]"
    rf"|{_EDGE}{_DATE}[^，。,；;！!？?：:起至]{{0,24}}$|{_EDGE}{_DATE}.{{0,16}}(?:来源|作者|阅读|浏览|评论|编辑)[:：]?.{{0,40}}$"
    rf"|首页[>＞»/\-].*|.{{0,6}}>.{{0,12}}>(?:正文|.{{0,12}})$|正文$|正文已结束.*|\d{{1,2}}:\d{{2}}(?::\d{{2}})?$|(?:19|20)\d\d$|\d{{1,2}}/\d{{1,2}}$)"
)
_TOOL = re.compile(
    rf"^{_EDGE}(?:分享(?:到|至|给)?.{{0,24}}|扫一扫.{{0,24}}|扫码.{{0,20}}|.{{0,16}}(?:扫描|长按|识别).{{0,8}}二维码.{{0,30}}|.{{0,4}}扫描.{{0,6}}二维码.{{0,12}}|.{{0,6}}[(（【\[]?(?:打印|关闭|收藏|我要纠错|纠错|保存|返回)(?:本页|页面|窗口|此页|顶部|列表|首页|本文)?[)）】\]]?.{{0,10}}|字体.{{0,12}}|大中小|.{{0,4}}字号.{{0,10}}"
    r"|无障碍.{0,8}|长者.{0,6}|适老.{0,6}|语音播报|t[+-].{0,4}|微信|微博|qq空间|qq好友|朋友圈|新浪微博|腾讯微博|举报|点赞|赞|顶|踩|手机(?:版|端|看|阅读).{0,10}|客户端.{0,8}|下载app|.{0,6}app下载|打开app.{0,10}|登录|注册|登录注册|设为首页|加入收藏|我的?分享|复制链接|点击复制|政府网站找错|返回(?:首页|顶部|列表|上级)|点击(?:进入|查看|这里|图片).{0,20}|"
    r"关注.{0,10}(?:公众号|微信|微博|政府网)|(?:微信)?公众号二维码|小程序|在线咨询|微信扫码.{0,6}|二维码|手机阅读|听新闻|朗读|播放|暂停|展开(?:全文|全部)|阅读全文|收起|加载更多|查看(?:更多|全文|原文)|[+×?？])"
    rf"{_EDGE}$",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    rf"^{_EDGE}(?:本文)?(?:责任编辑|责任校对|责编|编辑|校对|审校|审读|监制|值班编辑|值班主任|实习编辑|网络编辑|总编辑|主编|编审|初审|复审|终审|一审|二审|三审|供稿|撰稿|文案|排版|录入员?|发布人?|审核人?|签发人?|作者|图文|摄影|来源|稿源|文源|信息来源|文章来源|资料来源)"
    r"(?:[:：|丨/]|\s|人[:：]).{0,60}$"
    r"|^[(（【\[](?:责任编辑|责编|编辑|本文来源|校对|值班编辑|作者系?|原标题|审核)[:：].{0,60}[)）】\]]$|^.{0,10}(?:内容团队|小编)编辑.?$|^附全文\W?$|^(?:文|图|文图|图文)[/|丨:：].{0,40}$"
    r"|^(?:本文来源|原标题|责任编辑)[:：]?.{0,60}$",
)
_FOOTER = re.compile(
    r"版权所有|copyright|©|icp备|公网安备|网安备|网站标识码|技术支持[:：]|承办(?:单位)?[:：]|^主办(?:单位)?[:：]|未经(?:书面)?(?:授权|许可|允许).{0,20}(?:转载|使用|复制)"
    r"|allrightsreserved|^(?:版权|免责)声明|^特别声明|^声明[:：]|违法和?不良信息|举报(?:电话|邮箱)|营业执照|经营许可证|不代表本(?:网|站|平台)|(?:仅|不)代表.{0,8}(?:观点|立场)|本(?:网|站)(?:所有|转载)"
    r"|^(?:地址|电话|传真|邮编|邮箱|联系电话|热线|客服)[:：]|推荐使用.{0,20}浏览器|^服务热线",
    re.IGNORECASE,
)
_SPAM = re.compile(
    r"时时彩|六合彩|百家乐|真人娱乐|新葡京|葡京|北京赛车|快三|投注|博彩|棋牌游戏|电子游戏送|开奖(?:记录|结果|直播)|彩票平台|赌场|娱乐城|体育平台|av一区|av无码|无码|国产精品|中文字幕|在线观看|久久久|一区二区|色妞|成人视频|黄色视频|免费一级|性感美女|约炮|代开发票|私服|老虎机",
    re.IGNORECASE,
)


def chrome_of(key: str) -> Chrome | None:
    """What a line (its `key_of`) is, if it is no part of the text."""
    if len(key) < 30 and (_TAIL.match(key)):
        return Chrome.TAIL
    if len(key) <= 70:
        if _NEIGHBOUR.match(key):
            return Chrome.TAIL
        if _TOOL.match(key):
            return Chrome.TOOL
        if _COMMENT.match(key):
            return Chrome.COMMENT
        if _DATE_ONLY.match(key):
            return Chrome.DATE
        if _META.match(key):
            return Chrome.META
        if _CREDIT.match(key):
            return Chrome.CREDIT
    if _FOOTER.search(key) and len(key) < KEY_LENGTH:
        return Chrome.FOOTER
    return Chrome.SPAM if is_spam(key) else None


def is_spam(key: str) -> bool:
    """Whether a line holds two or more phrases of gambling or adult spam."""
    return len({word.lower() for word in _SPAM.findall(key)}) >= 2 or (len(key) < 30 and bool(_SPAM.search(key)))
