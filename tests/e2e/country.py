"""A country of many hosts on loopback addresses of their own: what they show, and how they were treated."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

CHARACTERS = (
    "政府部门工作规定办法通知企业单位服务管理发展建设安全环境教育卫生科学技术农业交通住房城乡财务税收金融保险就业社会"
    "文化体育旅游质量监督检查标准评价申请材料审核公布执行落实组织领导责任机制体系平台信息数据网络应用推广示范支持鼓励"
    "引导参与合作交流培训人才队伍能力提升改善优化完善加强推进深化创新"
)
PAUSE = 0.01
"""Seconds that an answer takes, so that two at once would be seen."""

HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass
class Station:
    """One host.

    Args:
        documents: what it lists, newest first: number and edition of each.
        busiest: most requests in flight at once.
        shortest: seconds from the end of one request to the start of the next, the least.
    """

    address: str
    documents: dict[int, int]
    paths: Counter[str] = field(default_factory=Counter)
    busiest: int = 0
    in_flight: int = 0
    shortest: float = float("inf")
    ended: float | None = None

    def article(self, number: int) -> str:
        """One document, in words that no other has."""
        chance = random.Random(f"{self.address} {number}")
        title = f"关于印发{_words(chance, 12)}办法的通知"
        clauses = [f"第{n}条 {_words(chance, 60)}。" for n in "一二三四五六"]
        edition = self.documents[number]
        clauses.append(f"第七条 资助金额最高为{edition}00万元，{_words(chance, 30)}。")
        body = "".join(f"<p>{clause}</p>" for clause in clauses)
        return (
            f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>'
            f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2026-03-01 09:00"></head>'
            f'<body><h1>{title}</h1><div class="article-content" id="zoom">{body}</div></body></html>'
        )

    def listing(self) -> str:
        """The documents, newest first."""
        rows = "".join(
            f'<li><a href="/content/post_{n}.html">第{n}号文件的通知</a><span>2026-03-01</span></li>'
            for n in self.documents
        )
        return f'<html><head><meta charset="utf-8"></head><body><ul>{rows}</ul></body></html>'

    def plant(self) -> set[tuple[str, str]]:
        """One new document and one edit; the path and the kind of each."""
        newest = max(self.documents)
        self.documents = {newest + 1: 1, **self.documents, newest: self.documents[newest] + 1}
        return {(f"/content/post_{newest + 1}.html", "new"), (f"/content/post_{newest}.html", "edited")}


class Country:
    """Many stations, one server."""

    def __init__(self, hosts: int, documents: int, crawl_delay: float) -> None:
        numbers = range(documents, 0, -1)
        self.stations = {one: Station(one, dict.fromkeys(numbers, 1)) for one in _addresses(hosts)}
        self.port = 0
        self._robots = f"User-agent: *\nCrawl-delay: {crawl_delay}\n"

    @property
    def requests(self) -> int:
        """How many came."""
        return sum(sum(station.paths.values()) for station in self.stations.values())

    @property
    def looks(self) -> int:
        """How many of them asked for a listing or a document."""
        return self.requests - sum(station.paths["/robots.txt"] for station in self.stations.values())

    @property
    def busiest(self) -> int:
        """Most requests that one host had to answer at once."""
        return max(station.busiest for station in self.stations.values())

    @property
    def shortest(self) -> float:
        """The shortest pause that any host was given, in seconds."""
        return min(station.shortest for station in self.stations.values())

    def plant(self) -> set[tuple[str, str]]:
        """One new document and one edit at each station; the address and the kind of each change."""
        return {
            (f"http://{address}:{self.port}{path}", kind)
            for address, station in self.stations.items()
            for path, kind in station.plant()
        }

    def sources(self) -> Iterator[str]:
        """The lines of sources.yaml."""
        for number, address in enumerate(self.stations, start=1):
            yield (
                f'  - {{id: s{number}, name: 第{number}站, url: "http://{address}:{self.port}/list/", '
                'kind: list, include: "/content/post_"}'
            )

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """One request, seen from the side of its host."""
        transport = request.transport
        station = self.stations[transport.get_extra_info("sockname")[0] if transport else ""]
        clock = asyncio.get_running_loop().time
        station.paths[request.path] += 1
        if station.ended is not None:
            station.shortest = min(station.shortest, clock() - station.ended)
        station.in_flight += 1
        station.busiest = max(station.busiest, station.in_flight)
        try:
            await asyncio.sleep(PAUSE)
            return self._shown(station, request.path)
        finally:
            station.in_flight -= 1
            station.ended = clock()

    def _shown(self, station: Station, path: str) -> web.Response:
        number = int(path.removeprefix("/content/post_").removesuffix(".html")) if "post_" in path else 0
        if path == "/robots.txt":
            response = web.Response(text=self._robots)
        elif path == "/list/":
            response = web.Response(text=station.listing(), headers=HTML)
        elif number in station.documents:
            response = web.Response(text=station.article(number), headers=HTML)
        else:
            response = web.Response(status=404)
        response.force_close()  # or every worker would keep a connection to every host
        return response


@asynccontextmanager
async def country(hosts: int, *, documents: int, crawl_delay: float) -> AsyncIterator[Country]:
    """So many hosts, all on one port."""
    built = Country(hosts, documents, crawl_delay)
    loop = asyncio.get_running_loop()
    server = web.Server(built.answer)
    first, *others = built.stations
    listening = [await loop.create_server(server, first, 0)]
    built.port = listening[0].sockets[0].getsockname()[1]
    try:
        listening.append(await loop.create_server(server, others, built.port))
        yield built
    finally:
        for one in listening:
            one.close()
        await server.shutdown(timeout=1.0)


def _addresses(count: int) -> list[str]:
    return [f"127.{1 + number // 250}.7.{1 + number % 250}" for number in range(count)]


def _words(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(CHARACTERS, k=length))
