"""What drives the roads: one process (embedded), later many (distributed)."""
