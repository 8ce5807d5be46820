"""Values kept in little memory."""

import pickle
from datetime import UTC, datetime

import pytest

from generator.engine.packed import KEPT, Packed
from generator.engine.records import pack
from generator.model.access import Access
from generator.model.page import Card
from generator.model.record import Record


def record(number: int) -> Record:
    title = f"Le conseil vote le budget, séance numéro {number}"
    card = Card(
        id=f"articles/budget-{number}", collection="articles", url=f"/politique/budget-{number}/", title=title,
        title_html=title, published=datetime(2026, 11, 1, number % 24, tzinfo=UTC), updated=None, access=Access(),
        has_sections=True, remaining=number % 100, reading_minutes=3, words=740,
        standfirst="Après six heures de débat, la majorité l’emporte d’une voix.",
    )  # fmt: skip
    return Record(f"{number:064x}", f"{number * 7:064x}", card, Access(), (f"sealed/{number:032x}.spw",), 1, 400)


def test_values_come_back_as_they_were_put() -> None:
    kept = Packed(Record)
    count = KEPT + 100  # more than are at hand
    for number in range(count):
        assert kept.put(str(number), record(number)) == pack(record(number))
    assert len(kept) == count
    assert all(kept[str(number)] == record(number) for number in range(count))


def test_a_value_that_is_put_again_is_another() -> None:
    kept = Packed(Record)
    kept.put("a", record(1))
    assert kept["a"] == record(1)
    kept.put_packed("a", pack(record(2)))
    assert kept["a"] == record(2)


def test_values_travel_to_other_processes() -> None:
    kept = Packed(Record)
    for number in range(10):
        kept.put(str(number), record(number))
    there = pickle.loads(pickle.dumps(kept))
    assert dict(there) == dict(kept)
    there.put("10", record(10))
    assert there["10"] == record(10)


def test_values_like_each_other_take_a_third_of_their_bytes() -> None:
    kept = Packed(Record)
    bytes_put = sum(len(kept.put(str(number), record(number))) for number in range(1000))
    assert len(pickle.dumps(kept)) < bytes_put / 3


def test_what_is_no_such_value_is_refused() -> None:
    kept = Packed(Record)
    kept.put_packed("a", pack(("no", "record")))
    with pytest.raises(TypeError, match="a is no Record"):
        kept["a"]
