"""A site of many pages in a process of its own, so that its work is not counted as ours."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from aiohttp import web

from seeds import Ask, Host, answer

PAGE = "/gdstc/zwgk/zcwj/202403/t20240322_4395018.html"
SIZE = 39_000


def page(number: int, counter: int) -> bytes:
    """A government page of 39 KB: an article of its own, a counter, and chrome around it."""
    body = answer(Ask(host=Host.OFFICIAL, path=PAGE, day=1, visit=counter)).body.decode()
    row = f'<li><a href="/more/{number}.html">关于做好第{number}批项目申报工作的通知</a><span>2026-03-01</span></li>'
    filling = row * max(0, (SIZE - len(body.encode())) // len(row.encode()))
    article = body.replace("未来", f"第{number}号未来")
    return article.replace("</body>", f'<ul class="more">{filling}</ul></body>').encode()


def listing(count: int) -> bytes:
    """A list of all pages."""
    rows = "".join(f'<li><a href="/content/post_{n}.html">第{n}号文件</a></li>' for n in range(count))
    return f'<html><meta charset="utf-8"><body><ul>{rows}</ul></body></html>'.encode()


@contextmanager
def served(count: int, mode: str) -> Iterator[str]:
    """Base URL of the site while the block runs.

    Args:
        mode: `etag` answers 304; `same` sends the same bytes again; `noisy` moves a counter each time.
    """
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs, count, mode), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join()


def _serve(pipe: Connection, count: int, mode: str) -> None:
    asyncio.run(_serve_until_terminated(pipe, count, mode))


async def _serve_until_terminated(pipe: Connection, count: int, mode: str) -> None:
    pages = [page(number, 0) for number in range(count)]
    visits = 0

    async def give(request: web.Request) -> web.Response:
        nonlocal visits
        number = int(request.match_info["number"])
        if mode == "etag" and request.headers.get("If-None-Match"):
            return web.Response(status=304, headers={"ETag": '"1"'})
        headers = {"ETag": '"1"'} if mode == "etag" else {}
        visits += 1
        body = page(number, visits) if mode == "noisy" else pages[number]
        return web.Response(body=body, content_type="text/html", charset="utf-8", headers=headers)

    async def give_list(_: web.Request) -> web.Response:
        return web.Response(body=listing(count), content_type="text/html", charset="utf-8")

    app = web.Application()
    app.router.add_get("/content/post_{number}.html", give)
    app.router.add_get("/list/", give_list)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    pipe.send(runner.addresses[0][1])
    await asyncio.Event().wait()
