"""The dashboard: what is stored, as pages, in English and Chinese. It reads; it never goes to the world by itself.

How to add a page
-----------------

1. `web/pages/NAME.py`: a module with `router = APIRouter()`, and functions that ask `desk.store` (the parameter
   `desk: AtDesk`) and answer with `show(request, "NAME", ...)`. Every route has a `name`. Put the router into
   `ROUTERS`, and a `Tab` into `TABS` if it belongs into the navigation (`web/pages/__init__.py`). What only
   `policywatch` can do comes in as a field of `Desk`, filled in `policywatch/dashboard.py`.
2. `web/templates/NAME.html.j2` extends `layout.html.j2` and fills the blocks `title` and `main`. Macros that pages
   share (`badge`, `moment`, `external`, `row`) stand in `parts.html.j2`; import them `with context`.
3. A part that htmx swaps is a block, named in `show(..., block="results")`; it imports its macros itself. The form or
   link that asks for it has its ordinary `action` or `href` beside `hx-get`, `hx-target`, `hx-swap` and `hx-push-url`:
   every page works without JavaScript. This is htmx 4: attributes are inherited only as `hx-...:inherited`.
4. Words: `t("page.word")`, with places as `t("page.word", count=3)`, from the `TABLE` of `web/words/NAME.py`
   (key -> English, Chinese), which is named in `web/words/__init__.py`. What nouns are called (kinds, stages, tiers,
   states of deliveries, natures of edits) stands in `web/words/everywhere.py`.
5. Links inside: `path("name of the route", parameter=...)`, None where there is no such page (yet). These names and
   parameters are linked to already: `change(change_id)`, `page(page_id)`, `policy(policy_id)`, `source(source_id)`,
   `raw(digest)`. Links outside: `external(url)`, which refuses what is neither http nor https.
6. Times: `moment(at)`, in the zone of the settings. Text of a document stands in an element with `lang="zh"`.
   Nothing is ever marked `safe`.
7. No script, style or event handler in a page: the content policy forbids it. Styles: `web/static/policywatch.css`.
8. A list that goes on: `web.cursor` writes and reads cursors; ask for one entry more than is shown.

What is done for every page
---------------------------

Nobody sees it without a session or the token (`web/access/gate.py`): only `/login`, `/health` and `/static` are open,
and a feed at `/feeds/RULE.SUFFIX` to its feed token (`web.access.feed.feed_path`). A form that changes something
carries `<input type="hidden" name="csrf" value="{{ csrf }}">`; htmx sends the header by itself; a program sends
`Authorization: Bearer TOKEN` and needs neither. Text is escaped and freed of invisible and bidirectional characters.
Faults are answered in words, under `/api/` in JSON, and logged; raise `HTTPException(404)` for what is not there.
What is handed out as a file goes through `web.pages.change.attachment`: bytes of the world are no page of ours.
"""
