"""What a document does to others: repeals, amends, extends, explains, finalises or cites them (handbook §2.4)."""

from core.model import RelationKind
from core.relations.relation import Relation, relations

__all__ = ["Relation", "RelationKind", "relations"]
