"""What a row says of a document beside its title and its day."""

import re
from collections.abc import Sequence

from core.identity import own_number
from core.model.listed import NOTHING_LISTED, Listed, Validity
from crawler.discover.labels import AGENCY, DOC_NUMBER, INDEX_NUMBER, SOURCE_LABEL, VALIDITY, WRITTEN, Said
from crawler.discover.legend import days_in, plain_title

LONGEST_FACT = 60
MARK = re.compile(
    r"[【\[〔(（]\s*(?:(?:该|本|此)(?:规范性)?文件)?现?已?(?:经|被|宣布|全文){0,3}(废止|失效|无效)\s*[】\]〕)）]"
)
STATES = (
    (re.compile(r"废止|废除"), Validity.REPEALED),
    (re.compile(r"失效|无效|过期|否"), Validity.EXPIRED),
    (re.compile(r"有效|在效|是"), Validity.IN_FORCE),
)


def facts_in(said: Sequence[Said], title: str | None) -> Listed:
    """文号, 索引号, 成文日期, agency and validity, where a row labels them or gives them a cell of their own."""
    marked = MARK.search(title or "")
    if not marked and not any(name or "号" in text for name, text in said):
        return NOTHING_LISTED
    written = days_in(_first(said, WRITTEN) or "")
    return Listed(
        doc_number=_number(said),
        index_number=_first(said, INDEX_NUMBER),
        agency=_first(said, AGENCY),
        source_label=_first(said, SOURCE_LABEL),
        written=written[0] if written else None,
        validity=validity_in(marked[1] if marked else _first(said, VALIDITY) or ""),
    )


def validity_in(state: str) -> Validity | None:
    """What a state says.

    >>> validity_in("已失效"), validity_in("现行有效"), validity_in("")
    (<Validity.EXPIRED: 'expired'>, <Validity.IN_FORCE: 'in_force'>, None)
    """
    return next((validity for form, validity in STATES if form.search(state)), None)


def _number(said: Sequence[Said]) -> str | None:
    for name, text in said:
        number = own_number(text) if name in DOC_NUMBER or not name else None
        if number:
            return str(number)
    return None


def _first(said: Sequence[Said], labels: frozenset[str]) -> str | None:
    return next((plain_title(text[:LONGEST_FACT]) for name, text in said if name in labels), None)
