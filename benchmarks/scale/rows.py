"""The rows of a simulated installation, as SQL that both engines understand.

Every value follows from the row's number, so that a size is the same whenever it is made. The functions `digest`,
`chance`, `moment` and `day` are those that `filling` gives to the engine. Shares:

- of 20 pages three repeat a fourth: same text, 文号, name and policy; of 10 three have a second version;
- of 1,000 pages one says what a thousand others say too (a page under maintenance), one has a name of twenty that
  thousands have, one in 2,000 a 文号 that a reader took for its own though it is a law's;
- of 10 pages seven are followed, a tenth of them is due, and half of the listings: so it is after an outage; of 10 one
  was told to two recipients, and of 50 of these one is owed to both still. The backlog grows with the installation.
"""

from dataclasses import dataclass

from benchmarks.scale.size import SAMPLED, Size

WORK = "CASE WHEN id > 20 AND id % 20 IN (1, 2, 3) THEN id - id % 20 ELSE id END"
"""The page that first published what a page publishes."""

POLICY = "'pol_' || substr(digest('policy ' || work), 1, 24)"
RECIPE = "'0123456789abcdef'"
COMMON_TEXT = "digest('maintenance')"
EXACT = f"CASE WHEN chance(id, 7) < 0.001 THEN {COMMON_TEXT} ELSE digest('text ' || work) END"
EDITED = "id % 10 IN (4, 5, 6)"
TOLD = "id % 10 IN (4, 5, 6, 7)"
OWED = "id % 500 = 4"
SECOND_AT = "moment(-100 * chance(id, 8))"
SOURCE_ID = "'s' || (1 + id % :sources)"
URL = f"'https://' || {SOURCE_ID} || '.example.gov.cn/content/post_' || id || '.html'"
CHANGE_ID = f"'chg_' || substr(digest({SOURCE_ID} || :unit || {URL} || :unit || '1'), 1, 24)"

SOURCE = """
INSERT INTO source (id, name, url, kind, tier, registered, watched, weight)
SELECT 's' || id, '第' || id || '号人民政府办公室', 'https://s' || id || '.example.gov.cn/list/', 'auto',
       CASE WHEN id % 10 < 7 THEN 'official' WHEN id % 10 < 9 THEN 'media' ELSE 'mirror' END, true, id % 50 <> 0, 0.2
FROM series
"""

PAGE = f"""
INSERT INTO page (
  id, source_id, url, url_digest, first_seen_at, next_check_at, announce, etag, last_modified, raw_digest, recipe,
  failures, presence, gone_sightings, latest_number, latest_exact, changes, revision, listed_title, relisted, looks,
  seen_changes, watched_seconds, weight, last_looked_at, last_outcome, policy_id, number_key, name_key, is_draft,
  feature_day, remind_at)
SELECT id, source, 'https://' || address, digest(address), moment(700.0 * id / :pages - 730),
  CASE WHEN chance(id, 1) < 0.7 THEN moment(5 * chance(id, 2) - 0.5) END,
  true, '"' || id || '-5f3a"', 'Mon, 02 Mar 2026 01:00:00 GMT', digest('raw ' || id || ' 1'), {RECIPE}, 0,
  CASE WHEN chance(id, 3) < 0.01 THEN 'removed' ELSE 'present' END, 0,
  CASE WHEN {EDITED} THEN 2 ELSE 1 END, {EXACT}, CASE WHEN {TOLD} THEN 1 ELSE 0 END, 3, NULL, false, 40,
  CASE WHEN {EDITED} THEN 1 ELSE 0 END, 8000000.0, 0.1 + chance(id, 4), moment(-3 * chance(id, 5)), 'unchanged',
  {POLICY},
  CASE WHEN chance(id, 9) < 0.0005 THEN 'law-1' WHEN chance(work, 10) < 0.3 THEN 'no-' || work END,
  CASE WHEN chance(id, 11) < 0.02 THEN 'common-' || (id % 20) WHEN chance(work, 12) < 0.7 THEN 'name-' || work END,
  false, day(-CAST(700 * chance(work, 13) AS integer)),
  CASE WHEN chance(id, 14) < 0.02 THEN moment(60 * chance(id, 15)) END
FROM (SELECT id, {WORK} AS work, {SOURCE_ID} AS source,
             {SOURCE_ID} || '.example.gov.cn/content/post_' || id || '.html' AS address
      FROM series) AS numbered
"""

LISTED_PAGE = """
INSERT INTO page (id, source_id, url, url_digest, first_seen_at, announce, failures, presence, gone_sightings, changes,
                  revision, relisted, looks, seen_changes, watched_seconds, is_draft)
SELECT :pages + id, 's' || id, 'https://s' || id || '.example.gov.cn/list/',
       digest('s' || id || '.example.gov.cn/list/'), moment(-730), false, 0, 'unseen', 0, 0, 0, false, 0, 0, 0.0, false
FROM series
"""

LISTING = """
INSERT INTO listing (source_id, page_id, next_look_at, health, failures, items, revision, last_looked_at)
SELECT 's' || id, :pages + id, moment(0.25 * chance(id, 20) - 0.125), 'ok', 0, 20, 5, moment(-0.2) FROM series
"""

POLICY_ROW = f"""
INSERT INTO policy (id, canonical_page_id, founded_at)
SELECT {POLICY}, work, moment(700.0 * work / :pages - 730)
FROM (SELECT id, {WORK} AS work FROM series) AS numbered WHERE id = work
"""

NEAR = " || ".join(f"digest('near {part} ' || work)" for part in range(8))

FIRST_VERSION = f"""
INSERT INTO version (page_id, number, captured_at, title, stage, exact, near, recipe, raw_digest, chain, evidence,
                     document)
SELECT id, 1, moment(700.0 * id / :pages - 730), '关于印发第' || work || '号管理办法的通知', 'in_force', {EXACT},
       CASE WHEN id % {SAMPLED} = 0 THEN {NEAR} ELSE '' END, {RECIPE}, digest('raw ' || id || ' 1'),
       digest('chain ' || id || ' 1'), '{{"\\:status"\\:"200"}}', :document
FROM (SELECT id, {WORK} AS work FROM series) AS numbered
"""

SECOND_VERSION = f"""
INSERT INTO version (page_id, number, captured_at, title, stage, exact, near, recipe, raw_digest, chain, evidence, base,
                     document)
SELECT id, 2, {SECOND_AT}, '关于印发第' || work || '号管理办法的通知', 'in_force', {EXACT}, '', {RECIPE},
       digest('raw ' || id || ' 2'), digest('chain ' || id || ' 2'), '{{"\\:status"\\:"200"}}', 1, :difference
FROM (SELECT id, {WORK} AS work FROM series) AS numbered WHERE {EDITED}
"""

BLOB = f"""
INSERT INTO blob (digest, data) SELECT digest('raw ' || id || ' 1'), :document FROM series WHERE id % {SAMPLED} = 0
"""

BAND = f"""
INSERT INTO band (page_id, position, value)
SELECT id, position, CASE WHEN chance(id, 30) < 0.01 AND position = 0 THEN :shared_0
                          WHEN chance(id, 30) < 0.01 AND position = 1 THEN :shared_1
                          ELSE CAST(9000000000000000 * chance(work, 31 + position) AS bigint) END
FROM (SELECT id, {WORK} AS work FROM series WHERE id % {SAMPLED} = 0) AS numbered,
     (SELECT id - 1 AS position FROM few) AS positions
"""

CHANGE = f"""
INSERT INTO change (id, page_id, number, url, kind, at, before, after, similarity, fields, headline, canonical_url,
                    copies, policy_id, nature, edit, source_id, stage)
SELECT {CHANGE_ID}, id, 1, {URL}, CASE WHEN {EDITED} THEN 'edited' ELSE 'new' END, {SECOND_AT},
       CASE WHEN {EDITED} THEN 1 END, CASE WHEN {EDITED} THEN 2 ELSE 1 END, 0.9, '{{}}',
       '第五条：五百万元 改为 八百万元', {URL}, '[]', {POLICY}, 'figures',
       CASE WHEN {EDITED} THEN substr(digest('edit ' || id), 1, 24) END, {SOURCE_ID}, 'in_force'
FROM (SELECT id, {WORK} AS work FROM series) AS numbered WHERE {TOLD}
"""

DELIVERY = f"""
INSERT INTO delivery (id, change_id, page_id, number, rule, channel, recipient, state, line, promised_at, due_at,
                      claimable_at, attempts, created_at, settled_at)
SELECT 'msg_' || substr(digest(change_id || :unit || 'all' || :unit || channel || :unit || recipient), 1, 24),
       change_id, id, 1, 'all', channel, recipient, CASE WHEN {OWED} THEN 'owed' ELSE 'sent' END,
       substr(digest(channel || recipient || {POLICY}), 1, 24), at, at, CASE WHEN {OWED} THEN at END,
       CASE WHEN {OWED} THEN 0 ELSE 1 END, at, CASE WHEN {OWED} THEN NULL ELSE at END
FROM (SELECT id, {WORK} AS work, {CHANGE_ID} AS change_id, 'r' || (id / 500 % 200) || '@example.org' AS recipient,
             CASE WHEN {OWED} THEN moment(-0.2 * chance(id, 40)) ELSE {SECOND_AT} END AS at
      FROM series WHERE id % 10 = 4) AS numbered,
     (SELECT CASE id WHEN 1 THEN 'team' ELSE 'hook' END AS channel FROM few WHERE id <= 2) AS channels
"""

RELATION = """
INSERT INTO relation (page_id, place, kind, number_key, name_key, title, evidence)
SELECT id, 0, CASE WHEN chance(id, 50) < 0.1 THEN 'repeals' ELSE 'cites' END, NULL,
       CASE WHEN chance(id, 51) < 0.01 THEN 'a-law' ELSE 'name-' || (1 + CAST(:pages * chance(id, 52) AS integer)) END,
       '管理办法', '依据《管理办法》制定本办法。'
FROM series WHERE id % 10 = 8
"""


@dataclass(frozen=True, slots=True)
class Filling:
    """A statement, and how far the `series` goes that it selects from."""

    insert: str
    until: int


def fillings(size: Size) -> dict[str, tuple[Filling, ...]]:
    """By table, in the order in which their keys allow."""
    pages, sources = size.pages, size.sources
    return {
        "source": (Filling(SOURCE, sources),),
        "page": (Filling(PAGE, pages), Filling(LISTED_PAGE, sources)),
        "listing": (Filling(LISTING, sources),),
        "policy": (Filling(POLICY_ROW, pages),),
        "version": (Filling(FIRST_VERSION, pages), Filling(SECOND_VERSION, pages)),
        "blob": (Filling(BLOB, pages),),
        "band": (Filling(BAND, pages),),
        "change": (Filling(CHANGE, pages),),
        "delivery": (Filling(DELIVERY, pages),),
        "relation": (Filling(RELATION, pages),),
    }
