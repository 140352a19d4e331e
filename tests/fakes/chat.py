"""A chat vendor's endpoint (aiohttp.web) on loopback: it checks what its documents ask for, and answers in codes."""

import asyncio
import base64
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

KEY = "SEC0123456789abcdef0123456789abcdef"
TOKEN = "b0a1d2c3-4e5f-6789-abcd-ef0123456789"

Asked = Callable[[web.Request, dict[str, object], bytes], dict[str, object]]


@dataclass
class Group:
    """A group with a bot.

    Args:
        judge: what the vendor says of a message.
        answer: said instead, whatever is asked; bytes are no JSON.
        hang: answered only when it is set.
    """

    judge: Asked
    answer: dict[str, object] | bytes | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hang: asyncio.Event | None = None
    asked: int = 0
    bodies: list[bytes] = field(default_factory=list)
    taken: list[dict[str, object]] = field(default_factory=list)

    async def receive(self, request: web.Request) -> web.Response:
        """Judge one message."""
        self.asked += 1
        body = await request.read()
        self.bodies.append(body)
        if self.hang is not None:
            await self.hang.wait()
        said = json.loads(body)
        answer = self.judge(request, said, body) if self.answer is None else self.answer
        sent = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        if self.answer is None and 0 in self.judge(request, said, body).values():
            self.taken.append(said)
        return web.Response(status=self.status, headers=self.headers, body=sent)


def feishu(request: web.Request, said: dict[str, object], body: bytes) -> dict[str, object]:
    """What Feishu says: address, signature, size, shape."""
    if not request.path.endswith(f"/hook/{TOKEN}"):
        return {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}
    proof = hmac.digest(f"{said.get('timestamp')}\n{KEY}".encode(), b"", "sha256")
    if said.get("sign") != base64.b64encode(proof).decode():
        return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
    card = said.get("card")
    if len(body) > 20_000 or said.get("msg_type") != "interactive" or not isinstance(card, dict):
        return {"code": 9499, "msg": "Bad Request", "data": {}}
    tags = [element["tag"] for element in card["elements"]]
    if tags not in (["markdown"], ["markdown", "action"]) or card["header"]["title"]["tag"] != "plain_text":
        return {"code": 9499, "msg": "Bad Request", "data": {}}
    return {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}


def dingtalk(request: web.Request, said: dict[str, object], body: bytes) -> dict[str, object]:
    """What DingTalk says: token, signature, size, shape."""
    if request.query.get("access_token") != TOKEN:
        return {"errcode": 300005, "errmsg": "token is not exist"}
    stamp = request.query.get("timestamp", "")
    proof = hmac.digest(KEY.encode(), f"{stamp}\n{KEY}".encode(), "sha256")
    if len(stamp) != 13 or request.query.get("sign") != base64.b64encode(proof).decode():
        return {"errcode": 310000, "errmsg": "sign not match"}
    if len(body) > 20_000:
        return {"errcode": 460101, "errmsg": "message too long, exceed 20000 bytes"}
    markdown = said.get("markdown")
    if said.get("msgtype") != "markdown" or not isinstance(markdown, dict) or set(markdown) != {"title", "text"}:
        return {"errcode": 400105, "errmsg": "unsupported msgtype"}
    return {"errcode": 0, "errmsg": "ok"}


def wecom(request: web.Request, said: dict[str, object], body: bytes) -> dict[str, object]:
    """What WeCom says: key, shape, size."""
    if request.query.get("key") != TOKEN:
        return {"errcode": 93000, "errmsg": "invalid webhook url, hint: [1], from ip: 192.0.2.1"}
    markdown = said.get("markdown")
    if said.get("msgtype") != "markdown" or not isinstance(markdown, dict):
        return {"errcode": 40008, "errmsg": "invalid message type"}
    if len(markdown["content"].encode()) > 4096:
        return {"errcode": 40058, "errmsg": "markdown.content exceed max length 4096. invalid Request Parameter"}
    return {"errcode": 0, "errmsg": "ok"}


PATHS: dict[Asked, str] = {
    feishu: f"/open-apis/bot/v2/hook/{TOKEN}",
    dingtalk: f"/robot/send?access_token={TOKEN}",
    wecom: f"/cgi-bin/webhook/send?key={TOKEN}",
}


@asynccontextmanager
async def chat(group: Group) -> AsyncIterator[str]:
    """A server for a group; yields the address of its bot."""
    app = web.Application(client_max_size=1_000_000)
    app.router.add_post("/{path:.*}", group.receive)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://localhost:{runner.addresses[0][1]}{PATHS[group.judge]}"
    finally:
        await runner.cleanup()
