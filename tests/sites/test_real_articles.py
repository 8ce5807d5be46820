"""A real site of 2015, in the public domain: its news build, a third of it sealed, and the audit finds no leak."""

import json
import re
from pathlib import Path

import pytest
from whole_site import WholeSite

NEWS = Path(__file__).resolve().parents[3] / "shared" / "data" / "digitalgov-2015" / "content"

SITE = """\
title: Government news
base_url: https://www.example.org/
language: en
timezone: America/New_York
tiers: {members: {title: Members}}
access: {rules: [{path: "articles/2015/0?/**", access: members}, {path: "articles/2015/0?/*-1*", access: public}]}
markdown: {html: trusted}
frontmatter: {rename: {topics: tags}, ignore: [expirydate, primary_image, redirectto]}
"""

# What an importer would do: Hugo's shortcodes are no Markdown.
SHORTCODE_LINK = re.compile(r"\{\{[<%]\s*ref\s+\"[^\"]*\"\s*[%>]\}\}")
SHORTCODE = re.compile(r"\{\{[<%].*?[%>]\}\}", re.DOTALL)


def converted(text: str) -> str:
    """Return an article without shortcodes, and with each front-matter key once."""
    text = SHORTCODE.sub("", SHORTCODE_LINK.sub("https://www.example.org/elsewhere/", text))
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    lines: dict[str, str] = {}
    for number, line in enumerate(head.split("\n")):
        key = line.split(":")[0] if re.match(r"^[a-z_]+:", line) else f"#{number}"
        lines.setdefault(key, line)
    return "---\n" + "\n".join(lines.values()) + "\n---\n" + body


@pytest.mark.slow
@pytest.mark.skipif(not NEWS.is_dir(), reason="the public-domain news are not beside this checkout")
def test_real_news_build_with_a_third_of_them_sealed(tmp_path):
    """
    Real front matter, real prose, real quirks: no error, and no sealed sentence taken for a leak.
    """
    files: dict[str, str | bytes] = {}
    for path in sorted(NEWS.glob("news/**/*.md")):
        if path.name != "_index.md":
            files[f"content/articles/{path.relative_to(NEWS / 'news')}"] = converted(path.read_text(encoding="utf-8"))
    for path in sorted(NEWS.glob("authors/*/_index.md")):
        named = re.search(r"^display_name:\s*(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        name = (named[1] if named else path.parent.name).strip("\"' ") or path.parent.name
        files[f"content/authors/{path.parent.name}.md"] = f"---\nname: {json.dumps(name)}\n---\n"
    site = WholeSite(tmp_path, files, site=SITE)

    first = site.build()
    faults = re.findall(r"^(content/\S+?):\d+.*error\[([\w-]+)\]", first.err, re.MULTILINE)
    assert {code for _, code in faults} == {"unclosed-html", "missing-key"}, first.err[-3000:]
    assert len(faults) < 10
    for path, _ in faults:
        (tmp_path / path).unlink()

    run = site.build("--json")

    assert run.status == 0, run.err[-3000:]
    report = json.loads(run.out)
    assert report["rendered"] > 440
    assert report["sealed"] > 100
    print(f"{report['rendered']} documents, {report['sealed']} sections, {report['seconds']} s")
