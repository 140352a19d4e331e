"""`python -m benchmarks`: all benchmarks, one after another.

Reading goes first: on Linux a child's peak memory starts from its parent's.
"""

from benchmarks import (
    dashboard,
    diffing,
    feeds,
    folding,
    hostile,
    kinship,
    listings,
    month,
    quality,
    recheck,
    rounds,
    scale,
    search,
)

quality.main()
rounds.main()
folding.main()
hostile.main()
listings.main()
diffing.main()
kinship.main()
feeds.main()
month.main()
recheck.main()
scale.main()
search.main()
dashboard.main()
