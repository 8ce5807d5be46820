"""Which files of content/ are documents, which belong to one, and which are in the wrong place."""

import pytest

TEXT = "---\ntitle: A\npublished: 2026-01-01\n---\nTexte."


def test_a_folder_with_an_index_is_a_bundle_and_has_its_files(site):
    """Files below a bundle's folder are its own; files beside plain documents are listed apart."""
    made = site(
        {
            "content/articles/x/index.md": TEXT,
            "content/articles/x/a.jpg": b"12345",
            "content/articles/x/annexes/b.csv": b"1",
            "content/articles/x/y/index.md": TEXT,
            "content/articles/x/y/c.jpg": b"123",
            "content/articles/plain.md": TEXT,
            "content/articles/plain.jpg": b"12",
            "content/static/favicon.ico": b"1",
        }
    )

    result = made.read()
    files = {document.source: document.files for document in result.documents}

    assert result.errors == ()
    assert files == {
        "articles/plain.md": {},
        "articles/x/index.md": {"a.jpg": 5, "annexes/b.csv": 1},
        "articles/x/y/index.md": {"c.jpg": 3},
    }
    assert result.others == {"articles/plain.jpg": 2}


@pytest.mark.parametrize(
    ("path", "code", "hint"),
    [
        ("content/artcles/a.md", "unknown-collection", "did you mean 'articles'?"),
        ("content/a.md", "unknown-collection", "content/pages/"),
        ("content/articles/index.md", "bad-name", "folder"),
        ("content/articles/a.MD", "bad-name", "a.md"),
        ("content/articles/a.markdown", "bad-name", "a.md"),
        ("content/articles/x/Index.md", "bad-name", "rename"),
        ("content/articles/bundle/notes.md", "second-document", "move"),
        ("content/articles/bundle/deep/notes.md", "second-document", "move"),
    ],
)
def test_a_document_in_the_wrong_place_is_told(site, path, code, hint):
    """Markdown that would silently not be published, or be published as a file, is an error."""
    (error,) = site({"content/articles/bundle/index.md": TEXT, path: TEXT}).read().errors

    assert (error.where.path, error.code) == (path, code)
    assert hint in error.hint


def test_documents_come_in_the_order_of_their_paths_with_their_digests(site):
    """The order does not depend on the file system, and a digest follows the bytes."""
    made = site({f"content/pages/{name}.md": TEXT for name in "cab"})

    first = made.read().documents
    made.write({"content/pages/b.md": TEXT + "!"})
    second = made.read().documents

    assert [one.source for one in first] == ["pages/a.md", "pages/b.md", "pages/c.md"]
    assert [one.digest == two.digest for one, two in zip(first, second, strict=True)] == [True, False, True]


def test_a_site_without_content_is_empty(site):
    """No content/ is no error: `new` makes it."""
    result = site({}).read()

    assert (result.documents, result.errors) == ((), ())


def test_the_text_of_a_document_stays_out_of_its_repr(site):
    """What is shown in logs and tracebacks holds no paid text."""
    document = site({"content/pages/a.md": TEXT + "SECRET"}).document("pages/a.md")

    assert "SECRET" in document.markdown
    assert "SECRET" not in repr(document)


def test_a_brief_without_text_is_a_warning_and_is_not_shown(site):
    """An empty brief would be an empty paragraph between two others."""
    result = site({"content/wire/a.md": "---\npublished: 2026-01-01\n---\n \n"}).read()

    assert (result.documents, [one.code for one in result.warnings]) == ((), ["empty-brief"])


def test_a_document_with_errors_is_known_by_its_id(site):
    """What names a broken author is not wrong too: `unread` tells the catalog."""
    result = site({"content/authors/claire.md": "---\nnom: Claire\n---\n"}).read()

    assert result.unread == ("authors/claire",)
