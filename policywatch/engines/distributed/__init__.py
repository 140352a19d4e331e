"""The engine of many machines on PostgreSQL: planners say what is due, workers make the visits (decision 0011)."""
