"""Records: values of the model as bytes, and nothing else back from bytes."""

import os
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from generator.engine.records import pack, unpack
from generator.errors import Location, SourceError, Warning_
from generator.model.access import Access
from generator.model.output import Kind
from generator.model.page import Card, Picture, SealedBody, SealedSection

CARD = Card(
    id="articles/budget",
    collection="articles",
    url="/securite/budget/",
    title="Le budget",
    title_html="Le <em>budget</em>",
    published=datetime(2026, 11, 24, 8, tzinfo=ZoneInfo("Europe/Paris")),
    updated=datetime(2026, 11, 25, tzinfo=timezone(timedelta(hours=2))),
    access=Access(("abonnes",)),
    has_sections=True,
    remaining=77,
    reading_minutes=3,
    words=760,
    image=Picture("/assets/a.jpg", "Une salle", 800, 600),
)
BODY = SealedBody("articles/budget", ("<p>Bonjour", SealedSection("s1", "AA", "/sealed/00.spw", Access(("abonnes",)))))


def test_values_of_the_model_come_back_as_they_were() -> None:
    """Cards, bodies, warnings, dates with their zones, enums and containers survive."""
    values = (
        CARD,
        BODY,
        {"a": [1, 2.5, None, b"x"], "b": {"c"}, "d": frozenset({1})},
        Warning_(Location("a.md", 3, 1), "unused-file", "text"),
        (Kind.SEALED, date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC), timedelta(days=7)),
    )

    assert unpack(pack(values)) == values


class Exploit:
    """Pickles into a call of any function."""

    def __init__(self, *call: object) -> None:
        self._call = call

    def __reduce__(self) -> tuple[object, ...]:
        return self._call[0], self._call[1:]


@pytest.mark.parametrize(
    "value",
    [
        Exploit(os.system, "false"),
        Exploit(eval, "1"),
        Exploit(getattr, Access, "policy"),
        Exploit(Fraction, 1, 2),
        Exploit(os.path.join, "a", "b"),
        Exploit(Access, (), ()),
        Exploit(Access, 1),
        Exploit(Location),
        Exploit(Kind, "no kind"),
        Exploit(Kind, 1, "more"),
        SourceError(Location("a"), "b", "c"),
        Access.policy,
        pytest.raises,
    ],
)
def test_a_record_that_names_anything_else_is_refused(value: object) -> None:
    """A cache written by an attacker runs no code of his choice."""
    with pytest.raises(ValueError, match="not a record"):
        unpack(pickle.dumps(value, 5))


def test_a_module_level_name_of_the_model_that_is_no_value_is_refused() -> None:
    """Not even what the model's modules imported can be reached through them."""
    for module, name in [("generator.model.page", "datetime"), ("generator.model.page", "Access")]:
        data = pickle.PROTO + b"\x05" + f"c{module}\n{name}\n.".encode()
        with pytest.raises(ValueError, match="is not a plain value"):
            unpack(data)


@pytest.mark.parametrize("of", ["model.access\nAccess", "model.output\nKind"])
@pytest.mark.parametrize("state", ["}{entry}s", "N}{entry}s\x86"])
def test_a_record_cannot_change_what_makes_records(of: str, state: str) -> None:
    """Everything would be public, or nothing come back, until the process ends."""
    renamed = f"cgenerator.{of}\n" + state.replace("{entry}", "\x8c\tis_public\x88") + "b."

    with pytest.raises(ValueError, match="not a record"):
        unpack(pickle.PROTO + b"\x05" + renamed.encode("latin-1"))

    assert unpack(pack(CARD)) == CARD
    assert not Access(("abonnes",)).is_public


def test_a_record_cannot_change_a_member_of_an_enum() -> None:
    """Sealed files would be pages to all who publish."""
    renamed = b"cgenerator.model.output\nKind\nK\x01\x85R}\x8c\x07_value_K\x03sb."

    with pytest.raises(ValueError, match="a kind has no state"):
        unpack(pickle.PROTO + b"\x05" + renamed)

    assert unpack(pack(Kind.ASSET)) is Kind.ASSET


@pytest.mark.slow
def test_a_record_cut_short_is_refused() -> None:
    """A record that ends too early is no value. (Flipped bits are found by the cache's checksums.)"""
    data = pack((CARD, BODY))

    for end in range(len(data)):
        with pytest.raises(ValueError, match="not a record"):
            unpack(data[:end])
