"""Shared by all tests: nothing but paths and seeds."""
