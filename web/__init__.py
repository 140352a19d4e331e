"""The window: dashboard, API and feeds over the read side of storage."""
