"""What the head of a table calls its columns."""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from crawler.discover.labels import KNOWN_LABELS, label

MOST_CELLS = 40
CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Labels of the columns of tables: node id of what holds the rows -> them, in order."""

    heads: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def of(self, row: LexborNode) -> tuple[str, ...]:
        """The labels above the cells of a row; nothing where its table has no head that we know."""
        parent = row.parent
        if row.tag != "tr" or parent is None:
            return ()
        if parent.mem_id not in self.heads:
            self.heads[parent.mem_id] = _head(parent)
        return self.heads[parent.mem_id]


def cells(row: LexborNode) -> list[LexborNode]:
    """The cells of a table's row."""
    found: list[LexborNode] = []
    cell = row.first_child
    while cell is not None and len(found) < MOST_CELLS:
        found.extend([cell] if cell.tag in CELLS else [])
        cell = cell.next
    return found


def _head(body: LexborNode) -> tuple[str, ...]:
    table = body.parent if body.tag == "tbody" else body
    first = table.css_first("tr") if table else None
    labels = tuple(label(cell.text(deep=True)) for cell in cells(first)) if first else ()
    return labels if any(name in KNOWN_LABELS for name in labels) else ()
