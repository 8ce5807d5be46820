"""Under the policy `safe` no attribute, element or address runs, closes what the page opened, or plays the builder."""

import pytest
from rendering import codes, public, rendered

BROKEN_OUT = "<b title='a onmouseover=alert(1) '>"
UNSAFE = {
    "raw HTML in an attribute": f'*x*{{: title="{BROKEN_OUT}" }}',
    "raw HTML in a heading's attribute": f'# T {{: title="{BROKEN_OUT}" }}',
    "raw HTML in a picture's attribute": f'![x](https://example.org/x.png){{: alt="{BROKEN_OUT}" }}',
    "an end tag of the page": "Texte </article></main> suite.",
    "an end tag of our element": "Un texte </paywalled-section> suite.",
    "the id of a section": "# T {: #s1 }",
    "the id of a section in raw HTML": '<p id="s1">Texte</p>',
    "an id as in a section": 'Un <b id="s1-h1">mot</b>.',
    "a note of nobody": 'Un[^1]{: marbre-fn="zz" }.\n\n[^1]: Note.',
    "a mark on something else": 'Un *x*{: marbre-fn="1" }.',
    "a false cut": 'Texte\n{: data-teaser-cut="" }',
    "a false speaker": 'Un *x*{: marbre-speaker="zz" }.',
    "a false section": '<marbre-section markdown="1" tiers="premium" line="1">\nTexte\n</marbre-section>',
    "a declaration": "<!DOCTYPE html>",
    "attributes that cannot be read": 'x\n{: title="y"`` }',
    "an attribute named by raw HTML": 'x\n{: tit<b>le="y" }',
}


@pytest.mark.parametrize("access", ["", "abonnes"])
@pytest.mark.parametrize("name", UNSAFE)
def test_what_only_the_builder_may_write_is_an_error(name, access):
    """
    In public and in sealed text alike.
    """
    found = codes(f"Un début.\n\n<!-- paywall -->\n\n{UNSAFE[name]}\n" if access else UNSAFE[name], access)

    assert "unsafe-html" in [code for _, code in found]


@pytest.mark.parametrize("name", ["raw HTML in an attribute", "a note of nobody"])
def test_trusted_authors_get_an_error_too_where_the_result_would_be_broken(name):
    """
    Attributes that end in their middle are nobody's wish.
    """
    assert "unsafe-html" in [code for _, code in codes(UNSAFE[name], "", html="trusted")]


@pytest.mark.parametrize(
    ("standfirst", "code"),
    [
        ("Un.\n\n<!-- paywall -->\n\nDeux.", "bad-marker"),
        ("Un.\n\n<!--paywall-->\n\nDeux.", "bad-marker"),
        ("Un \\`<!-- paywall -->\\` deux.", "bad-marker"),
        ("Un.\n\n::: paywall premium\nDeux.\n:::", "bad-marker"),
        ("Un.\n\n::: note\nDeux.\n:::", "bad-marker"),
        ("Un[^1].\n\n[^1]: Note.", "misplaced-note"),
        ('Un *mot*{: onclick="x" }', "unsafe-html"),
        (f'Un *mot*{{: title="{BROKEN_OUT}" }}', "unsafe-html"),
        ("Un <script>x</script>", "unsafe-html"),
        ("Un <b>mot", "unclosed-html"),
        ("Un </article> mot", "unsafe-html"),
        ("Un [mot](javascript:x)", "unsafe-address"),
        ("Un \ue000f0\ue001", "reserved-character"),
    ],
)
def test_front_matter_is_held_to_the_same_rules(standfirst, code):
    """
    It is public whatever the access, so a marker in it seals nothing, which nobody means.
    """
    assert code in [found for _, found in codes("Un texte.", "", standfirst=standfirst)]


@pytest.mark.parametrize("text", ["![x](https://a.[b]/x)", "[x](https://[a/)", '<img src="http://[x" alt="y">'])
def test_addresses_that_are_none_are_errors(text):
    """
    No address is so odd that the build fails in another way.
    """
    assert {code for _, code in codes(text, "")} & {"unsafe-address", "unsafe-html"}


def test_a_title_may_quote_code():
    """
    A pseudo-element is no marker when it is code.
    """
    body = rendered("Un texte.", "", title="Le sélecteur `::before`")

    assert body.matter.title_html == "Le sélecteur <code>::before</code>"
    assert public(body) == "<p>Un texte.</p>"
