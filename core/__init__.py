"""The pure ground floor: the nouns and the decisions. No I/O, clock, chance or logging."""
