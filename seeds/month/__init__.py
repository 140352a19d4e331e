"""The specimen world over thirty days: every kind of event, every kind of noise, and what of it is to be told."""
