"""Relations as they are stored: by the keys under which the other document is found."""

from core.model import Document, Related, RelationKind
from core.names import name_key
from core.relations import Relation, relations

_ENACTED = (RelationKind.REPEALS, RelationKind.AMENDS, RelationKind.EXTENDS)


def related(document: Document) -> tuple[Related, ...]:
    """What a document does to others. What a draft only proposes is a citation: nothing is repealed yet."""
    return tuple(_stored(relation) for relation in relations(document))


def _stored(relation: Relation) -> Related:
    proposed = relation.proposed and relation.kind in _ENACTED
    number = relation.number
    return Related(
        kind=RelationKind.CITES if proposed else relation.kind,
        # 第28号令 alone is every body's: it names nobody.
        number=number.key if number is not None and number.names_issuer else None,
        name=name_key(relation.name) or None if relation.name else None,
        title=relation.name,
        evidence=relation.evidence,
    )
