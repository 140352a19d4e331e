"""What must be true between the parts of the file; looks at the tree, so that one mistake does not hide another."""

from collections.abc import Callable, Iterator, Mapping

from core.errors import Mistake
from policywatch.config.places import misplaced
from policywatch.config.refusal import nearest, shown
from policywatch.config.tree import Plain, Steps, Tree

Fold = Callable[[str], str]
LISTING_KEYS = ("include", "exclude", "backfill", "paging")
FINDS_ITS_PAGES = ("feed", "sitemap", "gkmlpt", "nfcms", "govcn")
WITHOUT_ROWS = (*FINDS_ITS_PAGES, "json", "page")
WAYS_ON = ("next", "url", "body")
FOLDED = (("words", "any"), ("words", "all"), ("words", "none"), ("agencies",), ("regions",))
"""Where the words of a rule stand that are compared with folded texts."""


def between_parts(tree: Tree, environ: Mapping[str, str], fold: Fold) -> Iterator[Mistake]:
    """Every mistake that shows only when parts are held side by side."""
    yield from _repeated_names(tree, "sources", "id")
    yield from _repeated_names(tree, "rules", "name")
    for steps, habits in [(("defaults",), _mapping(tree.at(("defaults",)))), *tree.sections("sources")]:
        yield from _habits(tree, steps, habits, environ)
    for steps, source in tree.sections("sources"):
        yield from _kind(tree, steps, source)
        yield from _paging(tree, steps, source)
    for steps, _ in tree.sections("rules"):
        yield from _rule(tree, steps, fold)
    yield from _unheard_of(tree, ("settings", "alarm"), _channels(tree), "no channel is called")
    yield from misplaced(tree)


def _repeated_names(tree: Tree, section: str, key: str) -> Iterator[Mistake]:
    first: dict[str, int] = {}
    for steps, entry in tree.sections(section):
        name, here = entry.get(key), (*steps, key)
        if not isinstance(name, str) or here not in tree.values:
            continue
        name = name.strip()  # as it will be called
        if name in first:
            wrong = f"{shown(name)} is already taken on line {first[name]}"
            yield tree.mistake(here, wrong, f"give it another {key}")
        first.setdefault(name, tree.values[here].line)


def _habits(tree: Tree, steps: Steps, habits: dict[str, Plain], environ: Mapping[str, str]) -> Iterator[Mistake]:
    if "every" in habits and "cron" in habits:
        yield tree.mistake((*steps, "cron"), "stands beside 'every'", "keep one of the two", "key")
    name = habits.get("proxy_env")
    watched = habits.get("enabled", True) is True
    if isinstance(name, str) and name.isidentifier() and watched and not environ.get(name):
        yield tree.mistake((*steps, "proxy_env"), f"the variable {shown(name)} is not set", "set it to the proxy's URL")


def _kind(tree: Tree, steps: Steps, source: dict[str, Plain]) -> Iterator[Mistake]:
    kind = source.get("kind", "auto")
    if kind == "json" and "api" not in source:
        yield tree.mistake((*steps, "kind"), "kind json does not know the rows", "add api: {items: …, url: …}")
    if kind != "json" and "api" in source:
        yield tree.mistake((*steps, "api"), f"kind {kind} has no use for it", "write kind: json, or remove it", "key")
    for key in LISTING_KEYS if kind == "page" else ():
        if key in source:
            yield tree.mistake((*steps, key), "kind page has no links to choose", "remove it", "key")
    if "rows" in _mapping(source.get("select")) and kind in WITHOUT_ROWS:
        yield tree.mistake((*steps, "select", "rows"), f"kind {kind} has no rows of HTML", "remove it", "key")
    api = _mapping(source.get("api"))
    if "body" in api and api.get("method", "GET") != "POST":
        yield tree.mistake((*steps, "api", "body"), "is sent only with POST", "add method: POST", "key")


def _paging(tree: Tree, steps: Steps, source: dict[str, Plain]) -> Iterator[Mistake]:
    kind, paging, here = source.get("kind", "auto"), _mapping(source.get("paging")), (*steps, "paging")
    ways = [key for key in WAYS_ON if key in paging]
    if kind in FINDS_ITS_PAGES:
        for key in ways:
            yield tree.mistake((*here, key), f"kind {kind} finds its further pages itself", "remove it", "key")
        return
    if "next" in ways and len(ways) > 1:
        yield tree.mistake((*here, "next"), f"stands beside '{ways[1]}'", "keep one of the two", "key")
    elif "next" in ways and kind == "json":
        yield tree.mistake((*here, "next"), "kind json has no links to follow", "write url: instead", "key")
    if "first" in paging and not {"url", "body"}.intersection(ways):
        yield tree.mistake((*here, "first"), "numbers nothing", "add url: or body: with {page}, or remove it", "key")
    if "body" in ways and _mapping(source.get("api")).get("method", "GET") != "POST":
        remedy = "add method: POST to api" if "api" in source else "write url: instead"
        yield tree.mistake((*here, "body"), "is sent only with POST", remedy, "key")


def _rule(tree: Tree, steps: Steps, fold: Fold) -> Iterator[Mistake]:
    match = (*steps, "match")
    yield from _unheard_of(tree, (*steps, "send_to"), _channels(tree), "no channel is called")
    yield from _unheard_of(tree, (*match, "sources"), _said_by_sources(tree, "id"), "no source has the id")
    yield from _unheard_of(tree, (*match, "tags"), _said_by_sources(tree, "tags"), "no source has the tag")
    yield from _unheard_of_regions(tree, (*match, "regions"), fold)
    for place in FOLDED:
        for here, word in _words(tree, (*match, *place)):
            if word.strip() and not fold(word).strip():
                yield tree.mistake(here, f"nothing is left of {shown(word)} when texts are compared", "name a word")


def _unheard_of(tree: Tree, steps: Steps, known: list[str] | None, wrong: str) -> Iterator[Mistake]:
    for here, word in _words(tree, steps):
        if known is not None and word not in known:
            yield tree.mistake(here, f"{wrong} {shown(word)}", nearest(word, known))


def _unheard_of_regions(tree: Tree, steps: Steps, fold: Fold) -> Iterator[Mistake]:
    known = _said_by_sources(tree, "region")
    folded = [fold(region) for region in known or ()]
    for here, word in _words(tree, steps):
        if known is not None and not any(fold(word) in region for region in folded):
            yield tree.mistake(here, f"no source has a region with {shown(word)}", nearest(word, known))


def _words(tree: Tree, steps: Steps) -> Iterator[tuple[Steps, str]]:
    listed = tree.at(steps)
    for index, word in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(word, str):
            yield (*steps, index), word


def _channels(tree: Tree) -> list[str] | None:
    channels = tree.at(("channels",))
    return list(channels) if isinstance(channels, dict) else None if channels else []


def _said_by_sources(tree: Tree, key: str) -> list[str] | None:
    """Ids or tags of all sources; None where `sources` cannot be understood."""
    if not isinstance(tree.at(("sources",)), list):
        return None
    said: dict[str, None] = {}
    for _, source in tree.sections("sources"):
        value = source.get(key)
        words = value if isinstance(value, list) else [value]
        said.update((word, None) for word in words if isinstance(word, str))
    return list(said)


def _mapping(value: Plain) -> dict[str, Plain]:
    return value if isinstance(value, dict) else {}
