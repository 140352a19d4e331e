"""`policy`: which policy a page publishes, where else it stands, and what it does to others."""

from typing import Annotated

import typer

from core.archived import policy_json
from core.errors import UsageError
from core.model import PolicyPages, Relative
from core.ports import Store
from policywatch.cli.history import with_store
from policywatch.cli.options import show, show_json

INWARD = {
    "amends": "amended by 被修改于",
    "repeals": "repealed by 被废止于",
    "extends": "extended by 被延期于",
    "interprets": "interpreted by 解读",
    "cites": "cited by 被引用于",
    "finalises": "final text 正式稿",
}
OUTWARD = {
    "amends": "amends 修改",
    "repeals": "repeals 废止",
    "extends": "extends 延长",
    "interprets": "interprets 解读",
    "cites": "cites 引用",
    "finalises": "final text of 定稿",
}


def policy(
    ctx: typer.Context,
    url: Annotated[str, typer.Argument(help="Address of any page that publishes it.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """The policy behind a page: all pages that publish it, and what it and others say of each other."""
    pages, relatives = with_store(ctx, lambda store: _recalled(store, url))
    if pages is None:
        raise UsageError("url", f"no version of {url} is stored", "see `policywatch changes` for known addresses")
    if as_json:
        show_json(policy_json(pages, relatives))
        return
    show(f"{pages.id}  {pages.canonical_url}")
    for page in pages.pages:
        show(f"  {page.tier.value:9} {page.url}  {page.title or ''}")
    for relative in relatives:
        words = (INWARD if relative.inward else OUTWARD)[relative.kind.value]
        show(f"  {words}: {relative.title or ''} {relative.url or ''}\n      “{relative.evidence}”")


async def _recalled(store: Store, url: str) -> tuple[PolicyPages | None, list[Relative]]:
    return await store.policy(url), await store.related(url)
