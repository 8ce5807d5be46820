"""How work is run: digests, plan, cache, workers, lock. Knows no step of the build."""
