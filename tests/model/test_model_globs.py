"""Globs as in .gitignore."""

import time

import pytest

from generator.model.globs import glob_problem, matches

CASES = [
    ("articles/enquetes/**", "articles/enquetes/a.md", True),
    ("articles/enquetes/**", "articles/enquetes/2026/a/index.md", True),
    ("articles/enquetes/**", "articles/enquetes.md", False),
    ("articles/enquetes", "articles/enquetes/a.md", True),
    ("articles/enquetes/", "articles/enquetes/a.md", True),
    ("enquetes/", "articles/enquetes/a.md", True),
    ("enquetes/", "articles/enquetes", False),
    ("enquetes", "articles/x/enquetes/a.md", True),
    ("/enquetes", "articles/enquetes/a.md", False),
    ("/articles", "articles/a.md", True),
    ("*.md", "articles/a.md", True),
    ("/*.md", "articles/a.md", False),
    ("articles/*.md", "articles/a.md", True),
    ("articles/*.md", "articles/x/a.md", False),
    ("articles/*", "articles/x/a.md", True),
    ("**/secret/**", "articles/secret/a.md", True),
    ("**/secret/**", "secret/a.md", True),
    ("articles/**/a.md", "articles/a.md", True),
    ("articles/**/a.md", "articles/x/y/a.md", True),
    ("articles/?.md", "articles/a.md", True),
    ("articles/?.md", "articles/ab.md", False),
    ("articles/a*c*.md", "articles/abcd.md", True),
    ("articles/été/**", "articles/e\u0301te\u0301/a.md", True),
    ("Articles/**", "articles/a.md", False),
]


@pytest.mark.parametrize(("pattern", "path", "expected"), CASES)
def test_a_pattern_matches_as_git_would(pattern, path, expected):
    """Stars, anchors, folders and depth follow .gitignore."""
    assert matches(pattern, path) is expected


def test_no_pattern_takes_long():
    """A pattern that makes backtracking matchers explode is answered at once."""
    began = time.process_time()

    assert not matches("/".join(["**", "*a*a*a*a*a*b"] * 8), "/".join(["a" * 100] * 20))
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("pattern", ["", "/", "!a", "[ab]", "a\\b", "../a", "a/./b", "  "])
def test_a_pattern_that_would_surprise_is_refused(pattern):
    """Negation, classes, escapes and climbing are told instead of guessed."""
    assert glob_problem(pattern)
