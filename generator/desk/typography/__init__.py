"""Spaces, quotes, dashes and ordinals by the rules of a language: pure functions on text, and one pass over a tree."""
