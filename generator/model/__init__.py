"""Frozen values without plaintext and without I/O; what desk and press both know."""
