"""A village of a site for end-to-end tests: one list, a few documents, a mail server and a webhook receiver."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from policywatch.demo.receivers import HookReceiver, MailServer, hook_receiver, mail_server
from tests.fakes.website import Page, Website

DAY_ONE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SENTENCE = "为了促进本市生物医药产业高质量发展，根据有关法律法规，结合本市实际，市卫生健康部门会同有关单位制定本办法。"

CONFIG = """\
version: 1
settings: {{allow_private_networks: true, hold: 0s}}
defaults: {{every: 1h, delay: 0s, recheck: 1h}}
sources:
  - {{id: village, name: 村政府, url: "{site}/list/", kind: list, include: "/content/post_"}}
channels:
  team: {{type: email, to: [policy@example.org]}}
  hook: {{type: webhook, url: "{hook}", secret_env: HOOK_SECRET}}
rules:
  - {{name: all, send_to: [team, hook]}}
"""


def article(title: str, *paragraphs: str) -> bytes:
    """A page in the manner of a government site."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (SENTENCE, *paragraphs, SENTENCE[::-1]))
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}_村政府</title>'
        f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2026-03-01 09:00"></head>'
        f'<body><div class="nav"><a href="/">首页</a></div><h1>{title}</h1><div>发布时间：2026-03-01 来源：村政府</div>'
        f'<div class="article-content" id="zoom">{body}</div><div>主办：村政府</div></body></html>'
    ).encode()


def listing(*numbers: int) -> bytes:
    """A list of documents, newest first."""
    rows = "".join(
        f'<li><a href="/content/post_{n}.html">关于印发第{n}号办法的通知</a><span>2026-03-01</span></li>'
        for n in numbers
    )
    return f'<html><head><meta charset="utf-8"></head><body><ul>{rows}</ul></body></html>'.encode()


@dataclass
class Village:
    """The site and those who are told."""

    site: Website
    mail: MailServer
    hook: HookReceiver
    folder: Path
    environ: dict[str, str] = field(default_factory=dict)

    @property
    def config(self) -> Path:
        """sources.yaml."""
        return self.folder / "sources.yaml"

    def publish(self, *numbers: int) -> None:
        """Put these documents, newest first, and a list of them."""
        self.site.put("/list/", Page(listing(*numbers), headers=HTML))
        for number in numbers:
            self.write(number, f"第{number}条 资助金额最高为{number}00万元。")

    def write(self, number: int, *paragraphs: str) -> None:
        """Put one document."""
        page = article(f"关于印发第{number}号办法的通知", *paragraphs)
        self.site.put(f"/content/post_{number}.html", Page(page, headers=HTML))


HTML = {"Content-Type": "text/html; charset=utf-8"}


@asynccontextmanager
async def village(folder: Path) -> AsyncIterator[Village]:
    """A village with documents 1 and 2, and its sources.yaml in `folder`."""
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(Website())
        mail = await stack.enter_async_context(mail_server())
        hook = await stack.enter_async_context(hook_receiver(SECRET))
        place = Village(site, mail, hook, folder, {"POLICYWATCH_SMTP_URL": mail.url, "HOOK_SECRET": SECRET})
        place.config.write_text(CONFIG.format(site=site.url, hook=hook.url), encoding="utf-8")
        place.publish(2, 1)
        yield place
