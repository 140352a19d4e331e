"""`sources.yaml`: from the file an operator wrote to the nouns the roads run on, or to all of its mistakes at once."""

from policywatch.config.loading import json_schema, load

__all__ = ["json_schema", "load"]
