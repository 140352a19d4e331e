"""Who may see what: a lock, sessions, feed tokens, and the gate through which every request goes."""
