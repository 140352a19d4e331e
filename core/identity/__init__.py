"""Which policy is this? Document numbers (文号) and the stage of a document's life."""

from core.identity.number import Cited, DocNumber, doc_number, numbers_cited
from core.identity.own import number_in_title, own_number
from core.identity.standing import Standing, repealed_by_note, stage_of, standing_of

__all__ = [
    "Cited",
    "DocNumber",
    "Standing",
    "doc_number",
    "number_in_title",
    "numbers_cited",
    "own_number",
    "repealed_by_note",
    "stage_of",
    "standing_of",
]
