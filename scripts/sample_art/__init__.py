"""Drawings of the sample publication: shapes and letters only, no photograph and no chance."""
