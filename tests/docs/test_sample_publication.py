"""The sample publication: what it holds, how it is written, and that its pictures can be drawn again."""

import re
import subprocess
import sys
from collections import Counter
from datetime import date, datetime

import pytest
import yaml
from PIL import Image
from sample_sources import (
    ACCESS,
    CONTENT,
    KEYS,
    MARKER,
    ROOT,
    everything,
    images,
    is_french,
    prose,
    sources,
    split,
    without_code,
)


def test_counts_are_those_of_a_small_magazine() -> None:
    """Articles, authors, rubrics, briefs over five days, one edition, six pages."""
    counts = {collection: len(sources(collection)) for collection in KEYS}
    assert counts.pop("articles") >= 16
    assert counts == {"authors": 4, "rubrics": 5, "wire": 20, "issues": 1, "pages": 6}
    days = Counter(source.head["published"].date() for source in sources("wire"))
    assert len(days) == 5
    assert min(days.values()) >= 3


def test_articles_have_the_length_of_press_articles() -> None:
    """Each article has 400 to 1,200 words."""
    assert [s.name for s in sources("articles") if not 400 <= s.words <= 1200] == []


def test_front_matter_has_only_promised_keys_and_values() -> None:
    """No key outside the interface, no access level but the four, no author or rubric that does not exist."""
    authors, rubrics = ({s.path.stem for s in sources(name)} for name in ("authors", "rubrics"))
    for collection, known in KEYS.items():
        for source in sources(collection):
            assert set(source.head) <= known, source.name
            assert source.head.get("access", "public") in ACCESS, source.name
    for source in sources("articles"):
        assert {"title", "published", "rubric", "authors", "standfirst", "tags"} <= set(source.head), source.name
        assert set(source.head["authors"]) <= authors, source.name
        assert source.head["rubric"] in rubrics, source.name


def test_all_access_levels_and_special_articles_are_there() -> None:
    """Every access level, one draft, one future article, an English one, corrections, series, aliases."""
    heads = [s.head for s in sources("articles")]
    assert {h.get("access", "premium") for h in heads} == ACCESS
    assert sum("access" not in h for h in heads) == 1
    assert [h["draft"] for h in heads if "draft" in h] == [True]
    assert [h["language"] for h in heads if "language" in h] == ["en"]
    for key in ("corrections", "series", "aliases", "kicker", "updated", "seo", "speakers"):
        assert any(key in h for h in heads), key
    assert sum("image" in h for h in heads) >= 8


def test_dates_lie_in_the_autumn_of_2026_but_for_one() -> None:
    """Published dates run from September to 20 November 2026; one article waits for 2027."""
    days = [s.head["published"].date() for s in (*sources("articles"), *sources("wire"), *sources("issues"))]
    assert [d for d in days if not date(2026, 9, 1) <= d <= date(2026, 11, 20)] == [date(2027, 2, 9)]
    for source in sources("articles"):
        later = source.head.get("updated", source.head["published"])
        assert isinstance(later, datetime)
        assert later >= source.head["published"], source.name


def test_markers_are_alone_and_blocks_are_balanced() -> None:
    """Each marker stands between blank lines in a gated article; each directive is closed and names a tier."""
    for source in sources("articles"):
        lines = source.body.split("\n")
        marks = [i for i, line in enumerate(lines) if "<!--" in line]
        assert len(marks) <= 1, source.name
        for i in marks:
            assert lines[i - 1 : i + 2] == ["", MARKER, ""], source.name
            assert source.head.get("access") != "public", source.name
        fences = [line for line in lines if line.startswith(":")]
        for opened, closed in zip(fences[::2], fences[1::2], strict=True):
            assert re.fullmatch(
                r"::: (figure|aside|note|gallery|embed https://.*|paywall (abonnes|premium))", opened
            ), source.name
            assert closed == ":::", source.name


def test_one_public_article_has_blocks_of_both_tiers() -> None:
    """A public article seals one block for each tier."""
    found = [re.findall(r"^::: paywall (\w+)$", s.body, flags=re.M) for s in sources("articles")]
    assert [tiers for tiers in found if tiers] == [["abonnes", "premium"]]


def test_speakers_are_declared_and_all_of_them_speak() -> None:
    """Every turn of the interview begins with a declared id, and each id is used."""
    for source in sources("articles"):
        used = set(re.findall(r"^([A-Z]{2}) / ", source.body, flags=re.M))
        assert used == set(source.head.get("speakers", {})), source.name


def test_sealed_pictures_are_used_in_sealed_text_only() -> None:
    """A picture that a sealed part shows appears nowhere in public, and the bundle has two of them."""
    sealed = {s.name: images(split(s)[1]) for s in sources("articles")}
    for source in sources("articles"):
        public = {*images(split(source)[0]), source.head.get("image", {}).get("src")}
        assert not public & set(sealed[source.name]), source.name
    assert [len(names) for names in sealed.values() if names] == [2]


def test_no_sealed_passage_is_repeated_in_public() -> None:
    """No eight words in a row of sealed text stand in a public text or field of any file."""

    def shingles(text: str) -> set[str]:
        words = re.findall(r"\w+", without_code(text).lower())
        return {" ".join(words[i : i + 8]) for i in range(len(words) - 7)}

    public = set().union(*(shingles(text) for s in everything() for text in (*prose(s.head), split(s)[0])))
    for source in sources("articles"):
        assert not shingles(split(source)[1]) & public, source.name


def test_french_texts_follow_french_typography() -> None:
    """Curly apostrophes; no-break spaces inside guillemets and before tall punctuation; no three dots."""
    texts = [(s.name, t) for s in everything() if is_french(s) for t in (without_code(s.body), *prose(s.head))]
    for file in sorted((CONTENT / "data").glob("*.yaml")):
        texts += [(file.name, text) for text in prose(yaml.safe_load(file.read_text(encoding="utf-8")))]
    wrong = re.compile(
        r"\w'|\.\.\.|«(?!\u00a0)|(?<!\u00a0)»| [;!?]|(?<=\w)[;!?](?!\w)|[\w»] :(?= |$)|(?<=[a-zé]):(?= |$)|\d [%€]|\d \d{3}\b"
    )
    found = [(name, text[max(0, m.start() - 20) : m.end() + 10]) for name, text in texts for m in wrong.finditer(text)]
    assert found == []


def test_english_text_has_curly_quotes() -> None:
    """The English article has no straight quotation mark and no French spacing."""
    (english,) = (s for s in sources("articles") if not is_french(s))
    assert not re.search(r"[\"'«»]| [;:!?]", without_code(english.body))


def test_internal_links_lead_to_files() -> None:
    """Every relative link, picture, cover, portrait and attachment exists beside its text."""
    for source in everything():
        targets = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", source.body, flags=re.S))
        targets += [source.head[key]["src"] for key in ("image", "photo", "cover") if key in source.head]
        targets += [file["src"] for file in source.head.get("files", [])]
        for target in targets:
            assert target.startswith("https://") or (source.path.parent / target).is_file(), (source.name, target)


def test_ids_in_lists_name_articles() -> None:
    """The front page, the rubrics' leads and the edition name articles that exist and are published."""
    ids = {re.sub(r"(/index)?\.md$", "", s.name) for s in sources("articles") if "draft" not in s.head}
    front = yaml.safe_load((CONTENT / "data/front.yaml").read_text(encoding="utf-8"))
    named = {front["lead"], *front["seconds"], *(s.head["lead"] for s in sources("rubrics"))}
    named |= {name for s in sources("issues") for name in s.head["articles"]}
    assert named - ids == set()


def test_pictures_are_described_credited_and_light() -> None:
    """
    Each lead picture has alt, caption and credit, one of them the site's, measures 1600 by 1000 and is under 150 KB.

    Each other picture has alt.
    """
    assert yaml.safe_load((ROOT / "site.yaml").read_text(encoding="utf-8"))["credit"] == "D. R."
    uncredited = [s.name for s in sources("articles") if "credit" not in s.head.get("image", {"credit": ""})]
    assert uncredited == ["articles/securite/entretien-helene-castaing/index.md"]
    for source in sources("articles"):
        assert "![](" not in source.body, source.name
        if "image" in source.head:
            assert {"src", "alt", "caption"} <= set(source.head["image"]), source.name
            file = source.path.parent / source.head["image"]["src"]
            assert file.stat().st_size < 150_000, file
            with Image.open(file) as picture:
                assert picture.size == (1600, 1000), file
    assert all(s.head["photo"]["alt"] for s in sources("authors"))
    assert all(s.head["cover"]["alt"] for s in sources("issues"))


def test_offers_are_whole_numbers_of_cents_for_known_tiers() -> None:
    """Offers have unique ids, tiers of site.yaml and prices in minor units; the first costs 23 euros."""
    offers = yaml.safe_load((CONTENT / "data/offers.yaml").read_text(encoding="utf-8"))["offers"]
    tiers = yaml.safe_load((ROOT / "site.yaml").read_text(encoding="utf-8"))["tiers"]
    assert len({offer["id"] for offer in offers}) == len(offers)
    assert {offer["tier"] for offer in offers} == set(tiers)
    assert all(isinstance(offer["price"], int) and offer["benefits"] for offer in offers)
    assert offers[0]["price"] == 2300


@pytest.mark.slow
def test_the_script_draws_the_committed_pictures_again() -> None:
    """`draw_sample.py --check` finds every picture and the PDF byte for byte as committed."""
    command = [sys.executable, "scripts/draw_sample.py", "--check"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
