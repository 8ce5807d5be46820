"""Sealed pages, cards and a theme to output files; pure but for reading the theme's own files."""
