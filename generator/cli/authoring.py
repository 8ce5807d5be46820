"""`new`, `audit` and `theme which`: commands for authors and theme makers."""
