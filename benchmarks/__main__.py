"""`python -m benchmarks`: all benchmarks, one after another."""

from benchmarks import folding, quality, rounds

rounds.main()
folding.main()
quality.main()
