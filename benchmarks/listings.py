"""What a long listing costs: CPU seconds of a page of 10,000 rows, read without any selector."""

import time

from core.model import Ask
from core.source import SourceKind
from crawler.discover import Answer, Found, Rules, references
from seeds.platforms.html_list import rows_page

ROWS = 10_000
RUNS = 5
GOAL = 0.5
URL = "https://www.sample.gov.cn/zwgk/tzgg/"


def seconds() -> tuple[float, int]:
    """The fastest of some runs, and how many documents were found (at most 5,000 are kept)."""
    answer = Answer(text=rows_page(ROWS), url=URL, ask=Ask(url=URL))
    taken, found = [], 0
    for _ in range(RUNS):
        began = time.process_time()
        said = references(SourceKind.LIST, answer, Rules(itself=(URL,)))
        taken.append(time.process_time() - began)
        found = len(said.references) if isinstance(said, Found) else 0
    return min(taken), found


def main() -> None:
    """Print the row."""
    best, found = seconds()
    print(f"\nA listing of {ROWS:,} rows: {best:.2f} s of CPU (goal {GOAL} s), {found:,} documents kept")


if __name__ == "__main__":
    main()
