"""Mistakes in templates, and what templates may not reach."""

import os
import pickle
from pathlib import Path

import pytest

from generator.errors import SourceError
from generator.press.layout.site import render_target, targets
from generator.press.layout.target import Target
from tests.press.publication import publication, theme


@pytest.fixture
def render_home(tmp_path: Path):
    """Return a function that renders the front page with another template in its place."""

    def render(source: str, **others: str) -> str:
        changed = {}
        for name, text in {"home": source, **others}.items():
            changed[f"{name}.html"] = tmp_path / f"{name}.html"
            changed[f"{name}.html"].write_text(text, "utf-8")
        made, bodies = publication(of=theme("base", changed=changed))
        home: Target = next(target for target in targets(made) if target.path == "index.html")
        return render_target(made, home, bodies).decode()

    return render


def problem(render_home, source: str, **others: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        render_home(source, **others)
    caught.value.__cause__ = caught.value.__context__ = None  # Dask, once imported, pickles them and all tracebacks
    error: SourceError = pickle.loads(pickle.dumps(caught.value.with_traceback(None)))
    return error


def test_an_undefined_name_is_told_with_its_line(render_home) -> None:
    """Nothing is ever printed as empty by mistake."""
    error = problem(render_home, "<p>\n{{ site.titel }}\n</p>")

    assert (error.code, error.where.line) == ("template-undefined", 2)
    assert error.where.path.endswith("home.html")
    assert "titel" in error.problem


def test_a_mistake_in_an_included_template_names_that_template(render_home) -> None:
    """The innermost place is the one to mend."""
    error = problem(render_home, "{% include 'part.html' %}", part="one\n\n{{ 1 / 0 }}")

    assert error.where.path.endswith("part.html")
    assert (error.code, error.where.line) == ("template-error", 3)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a\n{% for %}", 2),
        ("{% extends 'nowhere.html' %}", 1),
        ("{% include '../../../site.yaml' %}", 1),
        ("{% include '/etc/passwd' %}", 1),
        ("\n{{ asset('nothing.css') }}", 2),
        ("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", 1),
        ("\n{% extends 'home.html' %}", 2),
    ],
)
def test_everything_else_is_a_template_error_with_its_line(render_home, source: str, line: int) -> None:
    """Syntax, missing files, paths that lead out, recursion: an answer, never a traceback."""
    error = problem(render_home, source)

    assert (error.code, error.where.line) == ("template-error", line)


def test_a_hint_names_the_nearest_template(render_home) -> None:
    """A slip of the pen is found at once."""
    assert "did you mean 'article.html'" in problem(render_home, "{% extends 'artikle.html' %}").hint


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''|attr('__class__') }}",
        "{{ site.__class__.__mro__ }}",
        "{{ cycler.__init__.__globals__.os.environ }}",
        "{{ lipsum.__globals__['os'].environ }}",
        "{{ asset.__globals__ }}",
        "{{ _.__self__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ '{0.__class__}'.format(site) }}",
        "{{ ('{0.__class__}'|format)(site) }}",
        "{% set x = namespace() %}{{ x.__init__.__globals__ }}",
        "{{ site.data.update({'a': 1}) }}",
        "{{ home.latest.__add__ }}",
    ],
)
def test_templates_run_in_a_sandbox(render_home, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No way from a template into Python: an error, or nothing of it on the page."""
    monkeypatch.setitem(os.environ, "CANARY", "yellow-bird")
    try:
        page = render_home(source)
    except SourceError as error:
        page = error.code

    assert "yellow-bird" not in page
    assert "class" not in page


def test_an_override_extends_what_it_hides(tmp_path: Path) -> None:
    """`base/home.html` is the file of base, although a theme of that name has its own."""
    path = tmp_path / "home.html"
    path.write_text("{% extends 'base/home.html' %}{% block latest %}<p>Ajouté.</p>{% endblock %}", "utf-8")
    made, bodies = publication(of=theme("gazette", changed={"home.html": path}))
    home = next(target for target in targets(made) if target.path == "index.html")
    page = render_target(made, home, bodies).decode()

    assert "<p>Ajouté.</p>" in page
    assert 'class="top"' in page
