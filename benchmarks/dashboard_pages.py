"""Every page of the dashboard and every list of the API, as addresses that a reader might ask for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from benchmarks.dashboard_rows import RARE, change_named, owner_of, policy_named
from benchmarks.library import Library
from web.access.feed import feed_path

API = "/api/v1"
SEARCHES = {
    "rare word": "rare word",
    "phrase": "phrase of a text",
    "文号": "文号",
    "three common words": "three common words",
    "signs that never meet": "common signs that never meet",
}
"""What is searched, and which of the queries of `Library` that is."""

EXTENT = {
    "/": (
        *(
            "",
            "kind=new",
            "kind=removed",
            "kind=edited&kind=status",
            "source=src-7",
            f"source={RARE}",
            "tag=health",
            "stage=draft",
        ),
        *("rule=housing", "rule=rare", "mark=unseen", "mark=important", "since=2025-06-01&until=2025-06-30"),
        "kind=edited&source=src-7&stage=draft&mark=unseen",
    ),
    "/deliveries": ("", "state=failed", "state=owed", "state=sent", "channel=seldom", "rule=rare"),
    "/deadlines": (
        *("", "month=2025-06", "kind=effective&source=src-7", f"source={RARE}", "rule=housing", "rule=rare"),
        "tag=health",
    ),
    "/sources": ("", "health=failing"),
    f"{API}/changes": ("", "kind=edited&tag=health", "rule=rare", "mark=important", "diff=true"),
    f"{API}/deliveries": ("", "state=failed"),
    f"{API}/deadlines": ("", "kind=expires&tag=health"),
}
"""Lists, and what is asked of each."""

WITHOUT_CHOICE = (
    *(f"/sources/{RARE}", "/sources/src-7", "/rules", "/system", "/add", "/metrics", "/ready"),
    *(f"{API}/{name}" for name in ("sources", "sources/src-7", "rules", "figures", "openapi.json")),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A page, and the addresses by which it is asked for in turn.

    Args:
        is_search: its text is searched, for which there is more time.
    """

    name: str
    paths: Sequence[str]
    is_search: bool = False


def pages(policies: int, library: Library, each: int) -> Iterator[Asked]:
    """All of them; of what there is one for each policy or query, `each` different ones."""
    for path, queries in EXTENT.items():
        yield from (Asked(f"{path}?{query}" if query else path, (f"{path}?{query}",)) for query in queries)
    yield from (Asked(path, (path,)) for path in WITHOUT_CHOICE)
    yield from _of_policies([1 + at * policies // each for at in range(min(each, policies))])
    yield Asked("/feeds/housing.atom", (feed_path("housing", "atom", None),))
    yield from _searches(library, each)


def _of_policies(numbers: Sequence[int]) -> Iterator[Asked]:
    changes = {one: change_named(one, 3, owner_of(one)) for one in numbers}

    def asked(name: str, path: str) -> Asked:
        said = [path.format(id=one, change=changes[one], policy=policy_named(one)) for one in numbers]
        return Asked(name, said)

    yield asked("/changes/ID", "/changes/{change}")
    yield asked("/policies/ID", "/policies/{policy}")
    yield asked("/pages/ID", "/pages/{id}")
    yield asked("/compare", "/compare?page={id}&from=1&to=3")
    yield asked("/compare?view=split", "/compare?page={id}&from=1&to=3&view=split")
    yield asked(f"{API}/changes/ID", API + "/changes/{change}")
    yield asked(f"{API}/changes/ID/diff", API + "/changes/{change}/diff")
    yield asked(f"{API}/changes/ID/rules", API + "/changes/{change}/rules")
    yield asked(f"{API}/policies/ID", API + "/policies/{policy}")


def _searches(library: Library, each: int) -> Iterator[Asked]:
    made = dict(library.queries(each))
    wanted = {"通知": ["通知"], **{name: made[kind] for name, kind in SEARCHES.items()}}
    for name, texts in wanted.items():
        yield Asked(f"/search {name}", [f"/search?{urlencode({'q': text})}" for text in texts], is_search=True)
        if name in ("通知", "rare word"):
            found = [f"{API}/search?{urlencode({'q': text})}" for text in texts]
            yield Asked(f"{API}/search {name}", found, is_search=True)
    narrow = [f"/search?{urlencode({'q': '通知', 'source': 'src-7', 'since': 'year'})}"]
    yield Asked("/search 通知 in one source, a year", narrow, is_search=True)
