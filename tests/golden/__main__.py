"""`python -m tests.golden [--accept] [--verbose] [NAME…]`: the specimens as a table, and what moved."""
# ruff: noqa: T201 - its table is what it is for

import argparse
import sys
from collections.abc import Sequence

from tests.golden.floors import FILE, Floors, accepted, all_moves, mean, moved, read_floors, write_floors
from tests.golden.specimen import Result, examine, specimens


def main(words: Sequence[str]) -> int:
    """Print the table; 1 where something fell."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden", description=__doc__)
    parser.add_argument("names", nargs="*", help="only these specimens")
    parser.add_argument("--accept", action="store_true", help="raise the floors to what is read now, if nothing fell")
    parser.add_argument("--verbose", action="store_true", help="every miss with what was meant and what was read")
    asked = parser.parse_args(words)
    floors = read_floors()
    results = [examine(name) for name in asked.names or specimens()]
    _print_table(results, floors, verbose=asked.verbose)
    if asked.names:
        return 0
    moves = all_moves(results, floors)
    _print_moves("fell", moves.fallen)
    _print_moves("rose", moves.risen)
    if not asked.accept:
        return 1 if moves.fallen else 0
    if moves.fallen:
        print("refused: floors only rise; mend what fell, or correct the specimen and say why")
        return 1
    write_floors(accepted(results, floors))
    print(f"accepted: {FILE.name} has {len(results)} floors, mean {mean(results)}")
    return 0


def _print_table(results: Sequence[Result], floors: Floors, *, verbose: bool) -> None:
    width = max(len(result.name) for result in results)
    print(f"{'specimen':{width}}  {'F1':>6}  {'right':>7}  misses")
    for result in results:
        score = "     –" if result.score is None else f"{result.score:6.3f}"
        right = f"{len(result.asked) - len(result.missed)}/{len(result.asked)}"
        print(f"{result.name:{width}}  {score}  {right:>7} {_arrow(result, floors)} {', '.join(result.wrong)}")
        for miss in result.missed if verbose else ():
            print(f"{'':{width}}    {miss}")
    asked, missed = sum(len(result.asked) for result in results), sum(len(result.missed) for result in results)
    perfect = sum(not result.missed for result in results)
    print(
        f"{len(results)} specimens, {perfect} perfect; {asked - missed} of {asked} fields right; "
        f"mean F1 {mean(results)}, of those with a floor {mean(results, floors)} (floor {floors.mean})"
    )


def _arrow(result: Result, floors: Floors) -> str:
    moves = moved(result, floors)
    if moves.fallen:
        return "↓"
    if result.name not in floors.pages:
        return "+"
    return "↑" if moves.risen else " "


def _print_moves(word: str, lines: Sequence[str]) -> None:
    for line in lines:
        print(f"{word}: {line}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
