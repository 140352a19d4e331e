"""`python -m benchmarks`: all benchmarks, one after another.

Reading goes first: on Linux a child's peak memory starts from its parent's.
"""

from benchmarks import diffing, feeds, folding, hostile, kinship, listings, month, quality, recheck, rounds

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
