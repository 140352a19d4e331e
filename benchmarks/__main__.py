"""`python -m benchmarks`: all benchmarks, one after another.

Reading goes first: on Linux a child's peak memory starts from its parent's.
"""

from benchmarks import folding, hostile, quality, rounds

quality.main()
rounds.main()
folding.main()
hostile.main()
