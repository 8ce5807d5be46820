"""Our YAML: the same with and without libyaml, and with no surprise of YAML 1.1."""

import subprocess
import sys

import pytest
import yaml

from generator.desk.read import marked_yaml
from generator.errors import Problems

TEXTS = [
    "a: 1\nb: [x, {c: d}]\né: |\n  deux\n  lignes\n",
    "a: yes\nb: off\nc: 12:30\nd: 2026-11-05\ne: 0o17\nf: 017\ng: 0x1f\nh: 1_000\ni: 1e3\nj: .5\nk: -4\nl: 1.50",
    "a: 'x'\nb: \"y\\n\"\nc: >-\n  p\n  q\nd: ~\ne:\n",
    "",
    "# only a comment\n",
    "a: !x 1",
    "a: &b 1\nc: *b",
    "a: 1\na: 2",
    "a: [1",
    "a: [1\nb: 2",
    "a: 'x\nb: 2\n",
    "a:\n\tb: 1",
    "title: Foo: bar",
    "{{ title }}: 1",
]


def outcome(text: str) -> object:
    try:
        marked = marked_yaml.parse(text, "f.yaml")
    except Problems as problems:
        return [(error.code, error.where) for error in problems.errors]
    return (marked.value, marked.keys, marked.values)


@pytest.mark.parametrize("text", TEXTS)
def test_both_parsers_give_the_same_values_and_places(text, monkeypatch):
    """The pure Python parser stands in for libyaml without any difference."""
    assert yaml.__with_libyaml__
    fast = outcome(text)
    monkeypatch.setattr(marked_yaml, "_LOADER", yaml.SafeLoader)

    assert outcome(text) == fast


def test_only_true_and_false_are_booleans_and_dates_stay_text():
    """Words, dates, times, octal and underscored numbers are what they look like: text."""
    value = marked_yaml.parse(TEXTS[1], "f.yaml").value

    assert value == {
        "a": "yes",
        "b": "off",
        "c": "12:30",
        "d": "2026-11-05",
        "e": "0o17",
        "f": "017",
        "g": "0x1f",
        "h": "1_000",
        "i": "1e3",
        "j": ".5",
        "k": -4,
        "l": 1.5,
    }


def test_places_count_lines_of_the_file_and_characters():
    """A key in a flow mapping after accents has its column in characters, its line in the whole file."""
    marked = marked_yaml.parse("é: [é, {c: d}]", "f.yaml", first_line=2)

    assert str(marked.key(("é", 1, "c"))) == "f.yaml:2:9"
    assert str(marked.at(("é", 1, "c"))) == "f.yaml:2:12"
    assert str(marked.at(("é", 7, "x"))) == "f.yaml:2:1"


def test_a_scan_imports_neither_pydantic_nor_yaml():
    """Looking for changes costs no import of the libraries that only changed files need."""
    code = (
        "import sys, pathlib; from generator.desk.read.scanning import scan; scan(pathlib.Path('nowhere'));"
        "print([m for m in ('pydantic', 'yaml', 'markdown', 'jinja2', 'cryptography') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
