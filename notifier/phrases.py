"""The words around a document, in English and in Chinese: one table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.redline import LABELS, MERGED, MOVED_AND_CHANGED, NATURES, RENUMBERED, SPLIT
from core.source import Language

PHRASES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "kind_new": ("new", "新发布"),
        "kind_edited": ("edited", "修改"),
        "kind_cosmetic": ("cosmetic", "排版调整"),
        "kind_status": ("status", "状态变更"),
        "kind_removed": ("removed", "已撤下"),
        "kind_restored": ("restored", "恢复"),
        "kind_reprint": ("reprint", "转载"),
        "kind_rebased": ("rebased", "重新读取"),
        "kind_failing": ("failing", "来源读取失败"),
        "kind_layout": ("layout", "来源版式已变"),
        "kind_silent": ("silent", "来源长期无更新"),
        "kind_recovered": ("recovered", "来源恢复"),
        "kind_deadline": ("deadline", "期限提醒"),
        "kind_flapping": ("flapping", "反复变动"),
        "tier_official": ("official", "官方"),
        "tier_media": ("media", "媒体"),
        "tier_mirror": ("mirror", "转载站"),
        "stage_draft": ("draft", "征求意见稿"),
        "stage_trial": ("trial", "试行"),
        "stage_in_force": ("in force", "现行有效"),
        "stage_amended": ("amended", "已修订"),
        "stage_repealed": ("repealed", "已废止"),
        "stage_interpretation": ("interpretation", "政策解读"),
        "stage_news": ("news", "新闻"),
        "field_title": ("Title", "标题"),
        "field_doc_number": ("Document number", "文号"),
        "field_agency": ("Agency", "发文机关"),
        "field_stage": ("Stage", "阶段"),
        "field_effective": ("Effective", "施行日期"),
        "field_deadline": ("Deadline", "截止日期"),
        "field_expires": ("Expires", "失效日期"),
        "field_figures": ("Figures", "数字"),
        "source": ("Source", "来源"),
        "label": ("Source named on the page", "页面注明来源"),
        "noticed": ("Noticed", "发现时间"),
        "happened": ("Happened between", "变更发生于"),
        "written": ("Written", "成文日期"),
        "published": ("Published", "发布日期"),
        "versions": ("Versions", "版本"),
        "similarity": ("Similarity", "相似度"),
        "original": ("Original", "原文"),
        "draft": ("Draft", "征求意见稿"),
        "also_at": ("Also at", "另见"),
        "same_edit": ("Same edit on", "同样修改"),
        "more_pages": ("{n} more pages", "{n}个其他页面"),
        "more": ("{n} more", "另有{n}个"),
        "address": ("Address", "网址"),
        "dashboard": ("Open in the dashboard", "在看板中查看"),
        "fields": ("What is different", "变更项"),
        "redline": ("What changed in the text", "正文变化"),
        "opening": ("How it begins", "正文开头"),
        "last_seen": ("Last seen text", "最后所见正文"),
        "left_out": ("… and {n} more", "另有{n}处变化未列出"),
        "was": ("was {where}", "原{where}"),
        "rules": ("Rule", "规则"),
        "doubtful": ("Doubtful", "存疑"),
        "doubt_mirror": ("from a site that copies others, not from who made it", "来自转载站，并非发文机关发布"),
        "doubt_mirror_signals": ("the page bears the marks of a copying site", "页面带有转载站特征"),
        "doubt_spam_injected": ("foreign advertising was planted in the page", "页面被植入垃圾广告"),
        "doubt_hijacked": ("the page seems to be hijacked", "页面疑似被劫持"),
        "doubt_mojibake": ("characters were garbled and had to be repaired", "页面曾有乱码，文字经修复"),
        "doubt_figures": ("its figures differ from the original's", "数字与原文不一致"),
        "doubt_tls": (
            "fetched over outdated TLS, which protects little against alteration on the way",
            "经由过时的TLS获取，传输中可能被篡改",
        ),
        "changes_one": ("1 change", "1项变更"),
        "changes": ("{n} changes", "{n}项变更"),
        "contents": ("Contents", "目录"),
        "policy": ("One policy, {n} changes", "同一政策，{n}项变更"),
        "one_source": ("One source, {n} changes", "同一来源，{n}项变更"),
        "not_listed": (
            "{n} more are not listed here; policywatch changes shows all",
            "另有{n}项未列出，可用 policywatch changes 查看",
        ),
        "period": ("Period", "时段"),
        "alarm": ("alarm", "告警"),
        "alarm_title": ("Channel {channel} does not deliver", "渠道 {channel} 未能送达"),
        "waiting_one": ("1 message is waiting", "1条消息待送"),
        "waiting": ("{n} messages are waiting", "{n}条消息待送"),
        "nothing_lost": (
            "Nothing is lost: what waits is sent as soon as the channel takes it.",
            "消息不会丢失，渠道恢复后自动补送。",
        ),
        "what_to_do": (
            "See policywatch doctor and policywatch deliveries.",
            "可运行 policywatch doctor 和 policywatch deliveries 检查。",
        ),
        "since": ("Late since", "滞留始于"),
        "waits": ("Waiting", "待送消息"),
        "why": ("Last answer", "最近的答复"),
        "not_tried": ("nothing was tried yet", "尚未尝试"),
        "told_at": ("Told at", "告警时间"),
        "shortened": ("Shortened to fit this channel", "内容已按渠道限制缩减"),
    }
)

STORED = (
    ("layout only", "仅排版"),
    ("renumbered only", "仅编号"),
    ("moved only", "仅移位"),
    ("dates only", "仅日期改动"),
    ("numbers only", "仅数字改动"),
    ("figures differ from the original", "与原文数字不同"),
    ("changes again and again, silent until it stands for a day", "反复变动，稳定一天后再报"),
    ("it has settled, and says now", "反复变动后已稳定"),
    ("it can be read again", "恢复正常"),
    ("it can be read and shows documents again", "恢复正常"),
    ("half of the pages read changed at once, each its own way: the site was probably rebuilt", "整站改版"),
    ("looks in a row led to nothing", "连续读取失败"),
    ("back to an earlier text", "改回原文"),
    ("status", "状态"),
)
"""What `core.change` and `core.health` put into a headline in both languages, for it is stored before it is told."""

_REMINDED = re.compile(r"(deadline|in force|expires) (today|in \d+ days?) (今日\S+?|距\S+?\d+天)(?=:)")
_OURS = frozenset({*LABELS.values(), MERGED, SPLIT, MOVED_AND_CHANGED, RENUMBERED, *NATURES.values()})
_PAIR = re.compile(r"(.*[\x21-\x7e]) ([^\x00-\x7f].*)")


@dataclass(frozen=True, slots=True)
class Words:
    """The table in one language, or in both beside each other."""

    language: Language = Language.BOTH

    def __call__(self, key: str, **values: object) -> str:
        """The phrase, with its places filled.

        >>> Words(Language.BOTH)("more_pages", n=3)
        '3 more pages 3个其他页面'
        """
        english, chinese = PHRASES[key]
        return self._of(english.format(**values), chinese.format(**values))

    def marked(self, label: str) -> str:
        """A label or note of `core.redline`, which has both languages.

        >>> Words(Language.ZH).marked("merged 合并")
        '合并'
        """
        pair = _PAIR.fullmatch(label) if label in _OURS else None
        return self._of(*pair.groups()) if pair else label

    def stored(self, headline: str) -> str:
        """A headline, as far as its words are ours.

        >>> Words(Language.EN).stored("numbers only 仅数字改动 · 第五条: 500 → 800")
        'numbers only · 第五条: 500 → 800'
        """
        if self.language is Language.BOTH:
            return headline
        for english, chinese in STORED:
            headline = headline.replace(f"{english} {chinese}", self._of(english, chinese))
        return _REMINDED.sub(lambda found: self._of(f"{found[1]} {found[2]}", found[3]), headline)

    def fixed(self) -> dict[str, str]:
        """Every phrase without places, for templates."""
        return {key: self(key) for key, (english, _) in PHRASES.items() if "{" not in english}

    def _of(self, english: str, chinese: str) -> str:
        match self.language:
            case Language.EN:
                return english
            case Language.ZH:
                return chinese
            case Language.BOTH:
                return f"{english} {chinese}"
