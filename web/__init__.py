"""The dashboard: what is stored, as pages, in English and Chinese. It reads; it never goes to the world by itself.

How to add a page:

1. `web/pages/NAME.py`: a module with `router = APIRouter()` and functions that ask `desk.store` (`AtDesk` is the parameter) and
   answer with `show(request, "NAME", …)`. Every route has a `name`. Put the router into `ROUTERS`, and a `Tab` into `TABS` if it
   belongs into the navigation, in `web/pages/__init__.py`. What only `policywatch` can do comes in as a field of `Desk`.
2. `web/templates/NAME.html.j2` extends `layout.html.j2` and fills the blocks `title` and `main`. Shared macros (badge, moment,
   external) stand in `parts.html.j2`; import them `with context`. A block that htmx swaps is named in `show(…, block="results")`,
   imports its macros itself, and the form or link around it says `hx-get`, `hx-target`, `hx-swap` and has the same `action` or `href`:
   the page must work without JavaScript. This is htmx 4: attributes are inherited only as `hx-…:inherited`.
3. Words: `t("page.word")`, from `web/words/NAME.py` (`TABLE`, key -> English, Chinese), which is named in `web/words/__init__.py`.
4. Links inside: `path("route name", parameter=…)`, None where there is no such page; outside: `external(url)`, which refuses what is
   neither http nor https. Times: `moment(at)`. Text of a document: `lang="zh"`. Nothing is ever marked `safe`.
5. No inline script, style or event handler: the content policy forbids them. Styles stand in `web/static/policywatch.css`.

What is done for every page: nobody sees it without a session or the token (`web/access/gate.py`; only `/login`, `/health` and
`/static` are open, and a feed with its feed token); a form that changes something carries `<input type="hidden" name="csrf"
value="{{ csrf }}">` (htmx sends the header by itself); text is escaped and freed of invisible and bidirectional characters; faults are
answered in words and logged. Raise `HTTPException(404)` for what is not there.
"""
