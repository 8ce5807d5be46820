"""Marbre: Markdown in git → a static site with sealed sections."""

__version__ = "0.1.0"
