"""The documentation holds together: links lead somewhere, commands exist, every page is found from README."""

import re

import click
import pytest
from pages import ROOT, Page, anchors, invocations, page, pages

from generator.cli import program

EVERY_PAGE = pytest.mark.parametrize("one", pages(), ids=lambda one: one.name)
README = page(ROOT / "README.md")
# Django's own, which docs/keyservice.md names, among them.
SERVICE = {"run", "migrate", "check", "add-reader", "grant", "revoke", "clearsessions"}


@EVERY_PAGE
def test_links_lead_to_files(one: Page) -> None:
    """Every relative link leads to a file or folder inside the repository."""
    lost = [link for link, target in zip(one.links, one.targets, strict=True) if not target.exists()]
    assert lost == []
    assert all(target.is_relative_to(ROOT) for target in one.targets)


@EVERY_PAGE
def test_anchors_lead_to_headings(one: Page) -> None:
    """Every link to a place in a page names one of its headings."""
    named = [(target, link.partition("#")[2]) for link, target in zip(one.links, one.targets, strict=True)]
    assert [(path.name, anchor) for path, anchor in named if anchor and anchor not in anchors(path)] == []


def test_every_page_is_reached_from_the_readme() -> None:
    """Whoever follows links from README comes to every page of docs/; a link to a folder shows what is in it."""
    reached = set()
    waiting = [README.path]
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        targets = page(path).targets if path.suffix == ".md" else []
        for target in targets:
            waiting += sorted(target.glob("*.md")) if target.is_dir() else [target]
    assert [one.name for one in pages() if one.path not in reached and one.name != "CHANGELOG.md"] == []
    assert ROOT / "CHANGELOG.md" in reached


def test_readme_begins_with_what_it_is_and_how_to_try_it() -> None:
    """A title, four lines, then `make build`, `make test`, `make serve`, which the Makefile has."""
    title, introduction, block, *_ = README.path.read_text(encoding="utf-8").split("\n\n")
    assert title.startswith("# ")
    assert len(introduction.splitlines()) == 4
    lines = block.splitlines()
    assert (lines[0], lines[-1]) == ("```sh", "```")
    assert [line.split("#")[0].strip() for line in lines[1:-1]] == ["make build", "make test", "make serve"]
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M)
    named = {name for one in pages() for code in one.code for name in re.findall(r"\bmake ([a-z-]+)", code)}
    assert named <= set(targets)


def test_the_table_of_commands_is_the_program() -> None:
    """README lists each command of the program, no other, with options and words that it takes."""
    rows = re.findall(r"^\| `([a-z]+)([^`]*)` \| (.*) \|$", README.path.read_text(encoding="utf-8"), flags=re.M)
    assert {name for name, _, _ in rows} == set(program.program.commands)
    for name, arguments, says in rows:
        command = program.program.commands[name]
        options = {option for parameter in command.params for option in parameter.opts}
        assert {option.split(" ")[0] for option in re.findall(r"`(--[^`]+)`", says)} <= options, name
        words = [word for word in arguments.split() if word.islower()]
        assert all(isinstance(command, click.Group) and word in command.commands for word in words), name


@EVERY_PAGE
def test_command_lines_can_be_typed(one: Page) -> None:
    """Each command line in a page names a command, its part and options that exist."""
    wrong = [line for line in invocations(one) if not is_known(line)]
    assert wrong == []


def is_known(words: list[str]) -> bool:
    """Return whether the program has the command of *words*, and it the options."""
    command: click.Command | None = program.program.commands.get(words[0])
    if command is None:
        return False
    if words[0] == "keyservice":
        return words[1] in SERVICE or words[1] == "…"
    rest = words[1:]
    if isinstance(command, click.Group) and rest and rest[0] != "…":
        command = command.commands.get(rest[0])
        if command is None:
            return False
    options = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    return {word.split("=")[0] for word in rest if word.startswith("--")} <= options
