"""The side road: one listing, from look to new pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.model import Finding, Fresh, Listing, PageId, Sight, Unchanged
from core.ports import Memory, Web
from core.schedule import first_pages, reason, settle_listing, trouble_listing
from core.source import Source, SourceId
from crawler.discover import Found, Unreadable, references
from crawler.extract import decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What a look at a listing led to.

    Args:
        pages: ids of the pages that were new to us.
        trouble: why the look led to nothing; None when it was understood.
    """

    listing: Listing
    pages: tuple[PageId, ...] = ()
    trouble: str | None = None


async def discover(
    source_id: SourceId, *, sources: Mapping[SourceId, Source], web: Web, store: Memory, now: datetime
) -> Discovery:
    """Look at one listing, and commit the pages it leads to.

    Raises:
        StaleWrite: somebody else looked meanwhile; nothing was written.
        StoreError: the database failed; nothing was written.
    """
    source = sources[source_id]
    listing = await store.listing(source_id)  # ! 1 recall
    sight = await _look(web, source, listing)  # ! 2 bytes, 304, gone, blocked, failed
    answer = understood(source, sight)  # 3 references, nothing new, or why not
    if isinstance(answer, Unreadable):
        after = trouble_listing(listing, sight, answer.why, now)
        await store.commit_finding(listing, Finding(listing=after))
        return Discovery(listing=after, trouble=answer.why)
    found = answer.references if answer else ()
    unknown = set(await store.unknown(source_id, [reference.url for reference in found]))  # ! 4 which are new
    new = [reference for reference in found if reference.url in unknown]
    after = settle_listing(listing, sight, found if answer else None, source, now)
    finding = Finding(listing=after, pages=first_pages(source, listing, new, now))  # 5 what to follow, what to note
    pages = await store.commit_finding(listing, finding)  # ! 6 all of it or none of it
    return Discovery(listing=after, pages=tuple(pages))


def understood(source: Source, sight: Sight) -> Found | Unreadable | None:
    """The references that an answer shows; None where it shows nothing new.

    A listing without any document is not believed: it is how a page that needs JavaScript, a changed
    layout or a soft 404 looks, and taking it for an empty baseline would make news of everything later.
    """
    match sight:
        case Unchanged():
            return None
        case Fresh():
            decoded = decode(sight.body, sight.header("content-type"), source.recipe.charset)
            answer = references(source, decoded.text, sight.url)
            if isinstance(answer, Found) and not answer.references:
                return Unreadable("no documents found in the listing; see include, exclude and kind of this source")
            return answer
        case _:
            return Unreadable(reason(sight) or "no answer")


async def _look(web: Web, source: Source, listing: Listing) -> Sight:
    api = source.discovery.api
    validators = listing.validators if listing.rules == source.discovery.digest else None
    if api is None:
        return await web.look(source.url, source.manners, validators)
    return await web.look(
        source.url,
        source.manners,
        validators,
        method=api.method,
        body=api.body.encode() if api.body is not None else None,
        content_type=api.content_type if api.body is not None else None,
    )
