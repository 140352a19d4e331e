"""`python -m benchmarks`: all benchmarks, one after another."""

from benchmarks import quality, rounds

rounds.main()
quality.main()
