"""`python -m benchmarks`: all benchmarks, one after another."""

from benchmarks import folding, hostile, quality, rounds

rounds.main()
folding.main()
hostile.main()
quality.main()
