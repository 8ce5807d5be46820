"""Measurements: a corpus of press articles, the same site for Marbre and its peers, and what building it costs."""
