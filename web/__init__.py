"""The window: dashboard, API and feeds; the read side of storage. Built by a later issue."""
