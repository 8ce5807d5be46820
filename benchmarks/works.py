"""The works that are measured: each prepares a site, and says where the result must show."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from benchmarks.articles import SEALED, Article, article, brief
from benchmarks.costs import Cost
from benchmarks.engines.engine import put
from benchmarks.subjects import Subject

# What the chrome of every theme says, and says differently after an edit.
YEARS = "© 2016-2026"


@dataclass(frozen=True, slots=True)
class Expected:
    """A text that must be on a page after the build."""

    page: str
    text: str


@dataclass(frozen=True, slots=True)
class Work:
    """
    Attributes:
        prepare: Changes a site of so many articles for the run of that number; returns what must show afterwards.
        cloned: Built in a copy of the folder.
    """

    key: str
    title: str
    prepare: Callable[[Subject, int, int], Expected]
    cloned: bool = False


class StaleError(Exception):
    """A build did not publish the change: its time means nothing."""


def perform(work: Work, subject: Subject, count: int, run: int) -> Cost:
    """
    Return what the work costs once.

    Raises:
        StaleError: If the change is not in the output.
    """
    expected = work.prepare(subject, count, run)
    if work.cloned:
        subject = subject.clone(subject.root.with_name(f"{subject.root.name}-clone"))
    cost = subject.run()
    page = subject.output / expected.page
    if not page.is_file() or expected.text not in page.read_text("utf-8"):
        raise StaleError(f"{subject.engine.name}: {work.title}: {expected.text!r} is not in {expected.page}")
    return cost


def _cold(subject: Subject, count: int, run: int) -> Expected:  # noqa: ARG001 - one shape for all works
    subject.forget()
    return Expected("index.html", YEARS)


def _nothing(subject: Subject, count: int, run: int) -> Expected:  # noqa: ARG001
    return Expected("index.html", YEARS)


def _body(subject: Subject, count: int, run: int) -> Expected:
    text = f"Rectificatif {run + 1} du matin."
    changed = chosen(count)
    return _rewrite(subject, replace(changed, body=f"{text}\n\n{changed.body}"), text)


def _title(subject: Subject, count: int, run: int) -> Expected:
    text = f"Titre nouveau {run + 1}"
    changed = chosen(count)
    return _rewrite(subject, replace(changed, head=replace(changed.head, title=text)), text)


def _brief(subject: Subject, count: int, run: int) -> Expected:
    text = f"Un fil de plus, le {run + 1} du jour."
    added = replace(
        brief(1000 + run), text=f"{text}\n", published=article(count - 1).published + timedelta(minutes=run)
    )
    put(subject.root, *subject.engine.brief(added))
    return Expected(subject.engine.brief_page(added), text)


def _article(subject: Subject, count: int, run: int) -> Expected:
    text = f"Une dépêche de plus, la {run + 1} du jour."
    new = article(count + run)
    return _rewrite(subject, replace(new, body=f"{text}\n\n{new.body}"), text)


def _theme(subject: Subject, count: int, run: int) -> Expected:
    chrome = subject.root / subject.engine.chrome
    before = chrome.read_text("utf-8")
    text = f"{YEARS}, édition {run + 1}"
    edited = before.replace(f"{YEARS}, édition {run}" if run else YEARS, text)
    chrome.write_text(edited, "utf-8")
    return Expected(_page(subject, chosen(count)), text)


def chosen(count: int) -> Article:
    """Return the public article that is edited: one from the middle, neither on the front page nor forgotten."""
    return next(one for one in map(article, range(count // 2, count)) if one.head.rubric not in SEALED)


def _rewrite(subject: Subject, changed: Article, text: str) -> Expected:
    put(subject.root, *subject.engine.article(changed))
    return Expected(_page(subject, changed), text)


def _page(subject: Subject, one: Article) -> str:
    return subject.engine.article_page(one.head)


WORKS = (
    Work("cold", "cold build", _cold),
    Work("nothing", "nothing changed", _nothing),
    Work("clone", "fresh clone, cache restored", _nothing, cloned=True),
    Work("pushed", "fresh clone with one body changed", _body, cloned=True),
    Work("body", "one body changed", _body),
    Work("title", "one title changed", _title),
    Work("brief", "one brief added", _brief),
    Work("article", "one article published", _article),
    Work("theme", "theme template changed", _theme),
)

__all__ = ["WORKS", "Expected", "StaleError", "Work", "chosen", "perform"]
