"""Front matter that is wrong, meant ill, or damaged: each has its code and place, none a traceback, none takes long."""

import time

import pytest

BUDGET = "content/articles/budget.md"


def matter(lines: str, body: str = "Texte.\n") -> bytes:
    return f"---\n{lines}\n---\n\n{body}".encode("utf-8", "surrogatepass")


def titled(line: str) -> bytes:
    return matter(f"title: Budget\n{line}")


SLUGS = [
    "../../OUTSIDE",
    "/abs",
    "..\\\\..\\\\x",
    "a/../../b",
    ".",
    "..",
    "",
    "C:x",
    "x\\0y",
    "x" * 300,
    "CON",
    "a.",
    "a ",
]
SLUGS += ["com1", "é", "A", "a--b", "-a", "<b>", "a%2e", "l'été", "\\u202e", "a\\nb", "..%2f", "x" * 201]
WORDS = ["no", "Paid", '""', "[paid]", "1", "~", "", "unknown", "[]", "false", "Public", "PUBLIC", "[public, abonnes]"]
WORDS += [
    "true",
    "{tier: abonnes}",
    "abonnes premium",
    "abonnes, premium",
    "[abonnes, [premium]]",
    "free",
    "tier:abonnes",
]
WORDS += ["[1]", "[null]", "0.5", '"public "', "' abonnes'", "all"]
DATES = ["2024-13-45", "0000-01-01", "2024-01-01 25:61:61", "2024-01-01T00:00:00+99:99", "2023-02-29", "yesterday"]
DATES += [
    "20240101",
    "12:30",
    "2024",
    "9999-12-31",
    "0001-01-01",
    "[2024-01-01]",
    "2024-01-01T24:00",
    "true",
    "01/02/2024",
]
DATES += ["2024-01-01T10:00:00+15:00", "٢٠٢٤-٠١-٠١", "2024-01-01T10:00:60"]
NUMBERS = [".nan", ".inf", "1e999", "1.5", '"3"', "true", "[]", "9" * 17, "0x1f", "-.inf", "1_000"]
FLAGS = ["yes", '"true"', "1", "[]", "on", "TRUE!", "~", "0"]

TABLE: list[tuple[str, bytes, str, int]] = [
    *((f"slug {slug!r}", titled(f'slug: "{slug}"'), "bad-slug", 3) for slug in SLUGS if "\\0" not in slug),
    ("slug with NUL", titled('slug: "x\\0y"'), "encoding", 3),
    *((f"access {word!r}", titled(f"access: {word}"), "unknown-tier", 3) for word in WORDS),
    *((f"date {date!r}", titled(f"published: {date}"), "bad-date", 3) for date in DATES),
    *((f"weight {number!r}", titled(f"weight: {number}"), "wrong-type", 3) for number in NUMBERS if number != "9" * 17),
    ("weight of 17 digits", titled("weight: " + "9" * 17), "bad-value", 3),
    *((f"draft {flag!r}", titled(f"draft: {flag}"), "wrong-type", 3) for flag in FLAGS),
    ("a key in capitals", titled("Access: abonnes"), "unknown-key", 3),
    ("a misspelt key", titled("acces: abonnes"), "unknown-key", 3),
    ("a key with a zero-width space", titled("acc\u200bess: abonnes"), "unknown-key", 3),
    ("a key with a Cyrillic letter", titled("аccess: abonnes"), "unknown-key", 3),
    ("a key twice", titled("access: abonnes\naccess: public"), "duplicate-key", 4),
    ("a key twice in a mapping", titled("seo: {title: a, title: b}"), "duplicate-key", 3),
    ("no title", matter("slug: a"), "missing-key", 2),
    ("an empty title", matter('title: ""'), "bad-value", 2),
    ("a title that is a list", matter("title: [a]"), "wrong-type", 2),
    ("a title that is a truth value", matter("title: true"), "wrong-type", 2),
    ("a number of 5,000 digits", titled("extra: {n: " + "9" * 5000 + "}"), "yaml", 3),
    ("a thousand brackets", titled("extra: " + "[" * 1000), "yaml", 3),
    ("a thousand braces", titled("extra: " + "{a: " * 1000), "yaml", 3),
    ("a million brackets", titled("extra: " + "[" * 1_000_000), "yaml", 3),
    ("deep indentation", titled("\n".join(" " * at + f"a{at}:" for at in range(100))), "yaml", 0),
    ("an alias bomb", titled("a: &a [x,x]\n" + "\n".join(f"b{n}: &b{n} [*a,*a]" for n in range(9))), "yaml", 3),
    ("an undefined alias", titled("kicker: *nothing"), "yaml", 3),
    ("a Python object", titled("extra: !!python/object/apply:os.system ['touch pwned']"), "yaml", 3),
    ("bad base64", titled('extra: !!binary "!!!"'), "yaml", 3),
    ("an unknown tag", titled("kicker: !secret x"), "yaml", 3),
    ("a list as key", titled("? [a]\n: b"), "yaml", 2),
    ("a merge key", titled("<<: {access: public}"), "yaml", 3),
    ("a number as key", titled("1: x"), "yaml", 3),
    ("a template placeholder", matter("title: {{ title }}"), "yaml", 2),
    ("a colon without quotes", matter("title: Foo: bar"), "yaml", 2),
    ("a tab as indentation", titled("image:\n\tsrc: a.png"), "yaml", 4),
    ("an open quote", matter('title: "Budget'), "yaml", 2),
    ("a second document", titled("...\nmore: 1"), "yaml", 0),
    ("front matter that is a list", matter("- title"), "wrong-type", 2),
    ("front matter that is a word", matter("title"), "wrong-type", 2),
    ("empty front matter", matter(""), "missing-key", 2),
    ("an escaped surrogate", titled('kicker: "\\ud800"'), "yaml", 3),
    ("a raw surrogate", titled("kicker: \ud800"), "encoding", 3),
    ("a control character by escape", titled('kicker: "\\x02"'), "encoding", 3),
    ("a raw control character", titled("kicker: a\x02b"), "encoding", 3),
    ("a C1 control character", titled("kicker: a\x81b"), "encoding", 3),
    ("carriage returns only", b"---\rtitle: a\r---\rText\r", "encoding", 1),
    ("UTF-16", "---\ntitle: a\n---\nText\n".encode("utf-16"), "encoding", 1),
    ("UTF-16 without a mark", "---\ntitle: a\n---\nText\n".encode("utf-16-le"), "encoding", 1),
    ("Latin-1", "---\ntitle: été\n---\nText\n".encode("latin-1"), "encoding", 2),
    ("a NUL in the body", matter("title: a", "a\0b"), "encoding", 5),
    ("an empty file", b"", "front-matter", 1),
    ("only spaces", b" \n\n", "front-matter", 1),
    ("no front matter", b"# Budget\n\nText\n", "front-matter", 1),
    ("a line before the front matter", b"\n---\ntitle: a\n---\nText\n", "front-matter", 1),
    ("front matter without an end", b"---\ntitle: a\n\nText\n", "front-matter", 1),
    ("TOML", b'+++\ntitle = "a"\n+++\nText\n', "front-matter", 1),
    ("only front matter", b"---\ntitle: a\n---\n", "no-text", 0),
    ("an end without a line end", b"---\ntitle: a\n---", "no-text", 0),
    ("a block of 10 MB", matter("title: a\nextra: {x: " + "y" * 10_000_000 + "}"), "too-large", 0),
    ("front matter of 2 MB", matter("title: a\nextra: {x: " + "y" * 2_000_000 + "}"), "too-large", 1),
    ("a script as address", titled("aliases: ['javascript:alert(1)']"), "bad-address", 3),
    ("an alias that climbs", titled("aliases: [/../x/]"), "bad-address", 3),
    ("an alias that is no path", titled("aliases: ['//evil.example/']"), "bad-address", 3),
    ("an image that climbs", titled("image: ../../../etc/passwd"), "bad-path", 3),
    ("an image from a script", titled("image: {src: 'javascript:1'}"), "bad-path", 3),
    ("a focus beyond the picture", titled("image: {src: a.png, focus: [0.5, 7]}"), "bad-value", 3),
    ("two teaser units", titled("teaser: {words: 3, characters: 4}"), "bad-value", 3),
    ("a teaser without end", titled("teaser: {words: 0}"), "bad-value", 3),
    ("a teaser of everything", titled("teaser: {at_most: .inf}"), "wrong-type", 3),
    ("a nested key misspelt", titled("teaser: {character: 4}"), "unknown-key", 3),
    ("an unknown cut", titled("teaser: {cut: letter}"), "bad-value", 3),
    ("a language that is none", titled("language: french"), "bad-value", 3),
    ("an id with a space", titled("id: a b"), "bad-id", 3),
    ("an id of 256 characters", titled("id: " + "a" * 256), "bad-id", 3),
    ("an id that climbs", titled("id: a/../b"), "bad-id", 3),
    ("a speaker with a slash", titled("speakers: {'D/I': {name: D}}"), "bad-value", 3),
    ("access in the wrong place", titled("extra: {Access: abonnes}"), "bad-value", 3),
    ("a second block", matter("title: a", "---\naccess: abonnes\n---\nTexte."), "front-matter", 5),
    ("a template that climbs", titled("template: ../../x"), "bad-value", 3),
]


@pytest.mark.parametrize(("source", "code", "line"), [row[1:] for row in TABLE], ids=[row[0][:60] for row in TABLE])
def test_hostile_front_matter_is_an_error_with_code_and_place(site, source, code, line):
    """Each input gives its code at its line, only source errors, within a second of computing."""
    made = site({BUDGET: source})
    began = time.process_time()

    errors = made.errors()

    assert time.process_time() - began < 1
    assert code in [error.code for error in errors]
    told = next(error for error in errors if error.code == code)
    assert told.where.path == BUDGET
    assert not line or told.where.line == line
    assert "\n" not in str(told.where)
    assert len(str(told)) < 1200
    assert not (made.root / "pwned").exists()


@pytest.mark.parametrize("word", WORDS)
def test_an_access_in_doubt_never_gives_a_document(site, word):
    """Whatever `access` says that is no word of the site, nothing is read, so nothing can be published."""
    assert site({BUDGET: titled(f"access: {word}")}).read().documents == ()


def test_every_error_of_a_file_and_of_all_files_is_told_at_once(site):
    """Three mistakes in one file and one in another are four errors, in the order of their places."""
    made = site(
        {
            BUDGET: titled("acces: abonnes\nweight: high\npublished: 2024-13-45"),
            "content/articles/autre.md": titled("draft: yes"),
        }
    )

    told = [(error.where.path, error.where.line, error.code) for error in made.errors()]

    assert sorted(told) == [
        ("content/articles/autre.md", 3, "wrong-type"),
        (BUDGET, 3, "unknown-key"),
        (BUDGET, 4, "wrong-type"),
        (BUDGET, 5, "bad-date"),
    ]


def test_a_misspelt_tier_is_told_as_the_interface_promises(site):
    """The block names line, column, the word and its nearest, as interface.md shows."""
    (error,) = site({BUDGET: titled("access: premum")}).errors()

    assert str(error) == (
        "content/articles/budget.md:3:9: error[unknown-tier]: unknown tier 'premum'\n"
        "  hint: did you mean 'premium'? site.yaml has: abonnes, premium, public, registered"
    )


@pytest.mark.parametrize(
    ("line", "place", "hint"),
    [
        ("title: Foo: bar", "2:11", "double quotes"),
        ("title: {{ title }}", "2:8", "double quotes"),
        ("image:\n\tsrc: a.png", "3:1", "not with tabs"),
        ("title: a\nacces: abonnes", "3:1", "did you mean 'access'?"),
        ("title: a\ncut: word", "3:1", "'cut' belongs under 'teaser'"),
        ("title: a\nseo: {weight: 3}", "3:7", "'weight' belongs at the top"),
        ("title: a\naccess: no", "3:9", "write public"),
        ("title: a\nslug: L'été", "3:7", "write 'l-ete'"),
        ("title: a\nkicker:", "3:8", "remove the line"),
        ("title: true", "2:8", "double quotes"),
    ],
)
def test_a_hint_says_how_to_write_it(site, line, place, hint):
    """Common slips are told at their line and column, with what to do."""
    (error,) = site({BUDGET: matter(line)}).errors()

    assert str(error.where) == f"{BUDGET}:{place}"
    assert hint in error.hint


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (b"---\ntitle: \xe9t\xe9\n---\nText\n", 11),
        (b"---\ntitle: a\n---\nTe\0xt\n", 19),
        (b"---\rtitle: a\r---\rText\r", 3),
        (b"\xff\xfe-\x00", 0),
        (b"---\ntitle: a\nText\n", 18),
        (b"\xef\xbb\xbf---\r\ntitle: \xe9\r\n---\r\nText\r\n", 15),
    ],
)
def test_a_damaged_file_is_told_by_its_byte(site, data, offset):
    """Encodings and missing ends name the byte, for editors do not show what is wrong."""
    (error,) = site({BUDGET: data}).errors()

    assert f"byte {offset}" in error.problem
