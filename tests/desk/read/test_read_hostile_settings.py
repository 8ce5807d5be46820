"""site.yaml in every way in which it can be wrong."""

from pathlib import Path

import pytest
from settings_files import FULL, errors, with_key, write

from generator.desk.read.settings import read_settings
from generator.desk.read.site_rules import output_problem
from generator.errors import Problems

BASE_URLS = [
    "www.example.fr",
    "javascript:alert(1)",
    "https://",
    "https:///x",
    "ftp://example.fr/",
    "",
    "/",
    "https://a b.fr/",
]
BASE_URLS += ["https://u:p@example.fr/", "https://u@example.fr/", "https://example.fr/ ", "https://example.fr/a/../b/"]
BASE_URLS += [
    "https://example.fr/a//b/",
    "http://example.fr/",
    "https://example.fr/?q",
    "https://example.fr/#x",
    "//a.fr/",
]
BASE_URLS += [
    "https://example.fr:99999/",
    "https://exa_mple.fr/",
    "https://-a.fr/",
    "https://a..fr/",
    "https://a\\b.fr/",
]
BASE_URLS += ["https://example.fr/%2e%2e/", 'https://example.fr/"x/', "https://[::1", "https://" + "a" * 64 + ".fr/"]
SERVICES = [
    "acces",
    "/acces",
    "acces/",
    "//evil.fr/",
    "/../x/",
    "/",
    "https://compte.autre.fr/",
    "http://compte.example.fr/",
]
SERVICES += [
    "https://example.fr.evil.net/",
    "https://compte.example.fr/path/",
    "javascript:1",
    "https://u@compte.example.fr/",
]
OUTPUTS = [
    ".",
    "..",
    "/",
    "content",
    "content/x",
    "./content",
    "themes",
    ".git",
    ".marbre/x",
    "~x/../..",
    "out/../..",
    "",
    " ",
]
OUTPUTS += ["/tmp", "../other", "Content", "site.yaml", "plugins"]
PERMALINKS = [
    "{slug}/",
    "/{slug}",
    "/",
    "/{slgu}/",
    "/{slug}/#{time}",
    "/../{slug}/",
    "/{slug}/{/",
    "/É/{slug}/",
    "/{0}/",
    "/{}/",
]

WRONG: list[tuple[str, object, str]] = [
    *(("base_url", url, "bad-url") for url in BASE_URLS),
    *(("keyservice.url", url, "bad-url") for url in SERVICES),
    *(("output", folder, "bad-output") for folder in OUTPUTS),
    *(("permalinks.articles", pattern, "bad-permalink") for pattern in PERMALINKS),
    ("permalinks.wire", "/fil/{slug}/", "bad-permalink"),
    ("permalinks.search", "/pagefind/", "bad-permalink"),
    ("permalinks.tags", "/assets/{slug}/", "bad-permalink"),
    ("permalinks.wire", "/fil/{date}/", "bad-permalink"),
    ("titel", "A", "unknown-key"),
    ("teaser.character", 3, "unknown-key"),
    ("tiers.deux.include", ["un"], "unknown-key"),
    ("access.rules", [{"path": "x", "acess": "un"}], "unknown-key"),
    ("access.default", "Paid", "unknown-tier"),
    ("access.default", False, "unknown-tier"),
    ("access.rules", [{"path": "x", "access": "quatre"}], "unknown-tier"),
    ("access.rules", [{"path": "!x", "access": "un"}], "bad-glob"),
    ("access.rules", [{"path": "a/[bc]", "access": "un"}], "bad-glob"),
    ("access.rules", [{"path": "../a", "access": "un"}], "bad-glob"),
    ("access.rules", [{"path": "", "access": "un"}], "bad-glob"),
    ("access.rules", [{"path": "x"}], "missing-key"),
    ("tiers.deux.includes", ["quatre"], "unknown-tier"),
    ("tiers.un.includes", ["trois"], "tier-circle"),
    ("tiers.un.includes", ["un"], "tier-circle"),
    ("tiers.public", {"title": "P"}, "bad-id"),
    ("tiers.Deux mots", {"title": "P"}, "bad-id"),
    ("keyservice.site", "Ma Revue", "bad-id"),
    ("timezone", "Europe/Pari", "bad-value"),
    ("timezone", "../../etc/passwd", "bad-value"),
    ("timezone", "Europe", "bad-value"),
    ("timezone", "/etc/localtime", "bad-value"),
    ("timezone", "a\0b", "encoding"),
    ("theme", "../x", "bad-value"),
    ("language", "français", "bad-value"),
    ("teaser.characters", 3, "bad-value"),
    ("teaser.at_most", 2, "bad-value"),
    ("markdown.extensions", ["smartypants"], "bad-value"),
    ("markdown.extensions", ["os.path"], "bad-value"),
    ("frontmatter.rename", {"access": "tags"}, "bad-value"),
    ("frontmatter.rename", {"topics": "tag"}, "unknown-key"),
    ("frontmatter.ignore", ["access"], "bad-value"),
    ("grace", "7", "bad-value"),
    ("grace", 7, "bad-value"),
    ("grace", "7 days", "bad-value"),
    ("paginate", 0, "bad-value"),
    ("comments.who", "everyone", "bad-value"),
]


@pytest.mark.parametrize(("key", "value", "code"), WRONG, ids=[f"{key}={value!r}"[:70] for key, value, _ in WRONG])
def test_a_wrong_setting_is_told_with_code_line_and_column(tmp_path, key, value, code):
    """Each wrong value gives its code and a place in site.yaml."""
    found = errors(write(tmp_path, with_key(key, value)))

    told = next(error for error in found if error.code == code)
    assert told.where.path == "site.yaml"
    assert told.where.line
    assert told.where.column


KEYS = [key for key, value in FULL.items() if not isinstance(value, dict)]
KEYS += [f"{key}.{inner}" for key, value in FULL.items() if isinstance(value, dict) for inner in value]
VALUES = [None, True, 3, -1, 1.5, "x", "", [], ["x"], [[1]], {}, {"x": 1}, {"x": {"y": None}}, float("nan"), 10**30]


@pytest.mark.parametrize("key", [*FULL, *KEYS])
def test_any_kind_of_value_for_any_key_is_read_or_told(tmp_path, key):
    """All pairs of key and YAML type: a configuration or source errors that name the key, never anything else."""
    for value in [..., *VALUES]:
        try:
            read_settings(write(tmp_path, with_key(key, value)))
        except Problems as problems:
            told = "\n".join(map(str, problems.errors))
            assert "site.yaml" in told
            assert (
                value is None
                or value == 10**30
                or key.split(".")[0] in told
                or key.split(".")[-1] in told
                or "tier" in told
            )


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n", "text\n", "3\n", "~\n", "a: [", "\0", "\ufeff"])
def test_a_file_that_is_no_mapping_is_told(tmp_path, text):
    """Empty files, lists and damage are errors with a place."""
    path = tmp_path / "site.yaml"
    path.write_text(text, encoding="utf-8")

    assert all(error.where.path == "site.yaml" for error in errors(path))


def test_a_missing_file_says_what_to_do(tmp_path):
    """Whoever runs the program in the wrong folder is told of --site."""
    (error,) = errors(tmp_path / "site.yaml")

    assert (error.code, "--site" in error.hint) == ("missing-file", True)


def test_an_unknown_key_is_told_with_the_nearest_or_its_home(tmp_path):
    """A slip gives the nearest key; a key at the wrong level the right level."""
    found = errors(write(tmp_path, {**FULL, "permalink": {}, "extensions": ["toc"], "who": "all"}))

    assert [error.hint.split("?")[0].split(":")[0] for error in found] == [
        "did you mean 'permalinks'",
        "'extensions' belongs under 'markdown'",
        "'who' belongs under 'comments'",
    ]


def test_all_errors_of_the_file_are_told_at_once(tmp_path):
    """Four mistakes in four keys are four errors in the order of their lines."""
    wrong = {**FULL, "base_url": "x", "timezone": "x", "grace": "x", "paginate": "x"}

    assert [error.where.line for error in errors(write(tmp_path, wrong))] == [2, 4, 11, 54]


@pytest.mark.parametrize(
    ("base_url", "service"),
    [
        ("https://www.example.co.uk/", "https://evil.co.uk/"),
        ("https://revue.github.io/", "https://evil.github.io/"),
        ("https://revue.asso.fr/", "https://autre.asso.fr/"),
    ],
)
def test_a_name_that_strangers_share_is_no_common_domain(tmp_path, base_url, service):
    """Under a public suffix the browser keeps cookies apart, so the setting is refused."""
    value = {"title": "A", "base_url": base_url, "keyservice": {"url": service}}

    assert [error.code for error in errors(write(tmp_path, value))] == ["bad-url"]


def test_an_output_that_is_a_link_to_the_sources_is_refused(tmp_path):
    """What a link leads to counts, not its name; an operator may name a folder elsewhere, but no source."""
    (tmp_path / "content").mkdir()
    (tmp_path / "public").symlink_to("content")
    (tmp_path / "home").symlink_to(Path.home())

    assert [error.code for error in errors(write(tmp_path, with_key("output", "public")))] == ["bad-output"]
    assert output_problem(tmp_path, "home", anywhere=True)
    assert output_problem(tmp_path, "content", anywhere=True)
    assert output_problem(tmp_path, str(tmp_path.parent), anywhere=True)
    assert output_problem(tmp_path, str(tmp_path.parent / "elsewhere"), anywhere=True) == ""
