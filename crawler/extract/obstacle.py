"""The words of pages that stand in an article's place: challenges, refusals, repairs, error pages (handbook §3.4)."""

import re
from collections.abc import Sequence

_CHALLENGE = re.compile(
    r"__jsl_clearance|__jsluid|\$_ts\s*=|arg1\s*=\s*'|acw_sc__v2|sbu_fpcm\.js|HOY_TR|HBB_HC|FSSBBIl1UgzbN7N80S"
    r"|cf-chl|cf_chl_opt|wzws_|Just a moment|GeoBL|C3VK",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"请(?:在浏览器(?:设置)?中)?(?:先)?(?:开启|启用|打开)(?:浏览器)?(?:的)?\s*javascript|(?:需要|不支持|禁用了?)\s*javascript"
    r"|电信云防护|安全狗|D盾|云锁|创宇盾|edgeone|您的(?:ip|IP地址).{0,12}(?:限制|禁止|封)"
    r"|访问(?:被拒绝|受限|过于频繁|禁止|被阻断|行为异常)|拒绝访问|access denied|403 forbidden|web应用防火墙|网站防火墙"
    r"|(?:所在|当前)(?:的)?(?:地区|区域|国家).{0,12}(?:无法|不能|禁止|限制|不支持)|(?:境外|海外).{0,6}(?:无法|禁止|限制)访问"
    r"|安全验证|人机验证|请完成验证|滑动验证|验证码.{0,6}继续访问|疑似.{0,6}攻击|请求.{0,12}(?:拦截|阻断|被拒绝|不合法)"
    r"|正在(?:进行)?(?:浏览器)?安全检[查测]|request (?:blocked|unsuccessful)"
    r"|(?:操作|请求|访问)(?:过于|太|过)频繁|访问(?:的?人数|量)(?:过|较|太)多|您?前面还有\d+人|您?的?访问(?:存在)?异常"
    r"|(?:您|用户)?(?:无权|没有(?:访问)?权限)(?:访问|查看|浏览)|(?:ip|IP地址)[^。]{0,24}黑名单|(?:拖动|滑动)\S{0,6}滑块"
    r"|完成(?:下方)?(?:拼图|验证)|即将离开\S{0,24}(?:网站|门户|站点)"
    r"|unusual traffic|verify (?:that )?you are (?:not a robot|a? ?human)|robot check",
    re.IGNORECASE,
)
_MAINTENANCE = re.compile(
    r"网站(?:正在|临时)?(?:进行)?(?:升级)?(?:维护|改版升级|关停)|系统(?:正在)?(?:进行)?(?:升级|维护)|系统繁忙|(?:正在|网站)建设中"
    r"|服务器?(?:暂时)?不可用|服务器(?:内部)?错误|服务器(?:正?忙|繁忙)|502 bad gateway|503 service|504 gateway"
    r"|系统(?:出现)?(?:异常|出错|故障)|(?:本站|网站)(?:已|将)?暂停(?:服务|访问|开放)|(?:网站|站点)已(?:经)?迁移"
    r"|(?:页面|网页|网站)暂时无法访问|welcome to nginx|域名(?:已(?:经)?)?(?:过期|到期|出售|正在出售)"
    r"|establishing a database"
    r"|internal server error|数据库.{0,6}(?:错误|失败|异常)|under (?:construction|maintenance)",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"(?!文件已(?:经)?失效)(?:页面|网页|内容|文章|信息|文件|栏目|链接|地址|稿件|文档|网址|数据|资源)[^。，]{0,12}"
    r"(?:不存在|不[见]了|已(?:经)?(?:被)?删除|已(?:经)?下线|找不到|没有找到|未找到|已(?:经)?失效|已(?:经)?(?:被)?撤[回销下稿]"
    r"|被删除|已过期|飞走了|走丢了|丢失了|已(?:经)?(?:被)?移除|已(?:经)?移动或(?:已?被?)删除)"
    r"|(?:找不到|无法找到|没有找到|未找到)(?:该|此|您)?.{0,10}(?:页|网页|文件|内容|信息|文章|资源)"
    r"|not found|^404|404 ?错误|404 ?error|http ?404|错误代码\W{0,2}404",
    re.IGNORECASE | re.MULTILINE,
)
_LOGIN = re.compile(
    r"(?:欢迎|请)?(?:.{0,16}(?:用户|会员|账[号户]|系统|平台|后台|认证))?登[录陆](?:页面?|界面)?"
    r"|.{0,16}(?:身份|用户)认证(?:平台|系统|中心)?"
    r"|(?:user )?(?:log ?in|sign ?in)",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"""<input\b[^<>]{0,200}\btype\s*=\s*["']?password\b""", re.IGNORECASE)
_DATA = re.compile(r"""\s*\{\s*"(?:code|status|success|error|errcode|msg|message|ret)"\s*:""", re.IGNORECASE)
_STUB = re.compile(
    r"<script[^>]*>[^<]*(?:location(?:\.href|\.replace|\.reload)?\s*[=(]|document\.cookie|eval\s*\()", re.IGNORECASE
)
_STUB_LENGTH = 2_500
_HTML_SEARCHED = 20_000
_LINE = 60


def challenged(html: str) -> str | None:
    """The mark of a challenge in the source of a page that shows hardly a word."""
    return _first(_CHALLENGE, html[:_HTML_SEARCHED]) or _first(_REFUSAL, html[:4_000])


def refused(text: str) -> str | None:
    """Words of a firewall, a fence or a challenge."""
    return _first(_REFUSAL, text)


def under_repair(text: str) -> str | None:
    """Words of a site that is not working for now: that says nothing of the document."""
    return _first(_MAINTENANCE, text)


def asks_to_log_in(title: str, html: str) -> str | None:
    """The title of a page that is nothing but a form to log in."""
    return title if _LOGIN.fullmatch(title.strip()) and _PASSWORD.search(html[:_HTML_SEARCHED]) else None


def is_error_in_data(html: str) -> str | None:
    """The beginning of an answer to a script that a server gave instead of a page."""
    return html.strip()[:_LINE] if _DATA.match(html) else None


def not_there(text: str) -> str | None:
    """Words of a page that says it is not there."""
    return _first(_MISSING, text)


def is_stub(html: str) -> bool:
    """A few lines of script that set a cookie or lead elsewhere, and nothing to read."""
    return len(html) < _STUB_LENGTH and _STUB.search(html) is not None


def notices(lines: Sequence[str]) -> str:
    """The short lines of a page, in which an error says what it is among the menus of its site."""
    return "\n".join(line for line in lines if len(line) <= _LINE)


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[0].strip()[:80] if found else None
