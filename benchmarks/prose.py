"""Sentences from the vocabulary: a small grammar that agrees, elides and never says the same thing twice for long."""

import random

from benchmarks import words

SPEECH = ("assure", "résume", "répond", "regrette", "nuance", "explique", "tranche", "concède")


def noun(rng: random.Random) -> str:
    """Return a noun with its article and mostly something after it: an adjective that agrees, a name, a place."""
    feminine = rng.random() < 0.5
    chosen = rng.choice(words.FEMININE if feminine else words.MASCULINE)
    chance = rng.random()
    if chance < 0.35:
        return f"{chosen} {rng.choice(words.ADJECTIVES)[feminine]}"
    if chance < 0.6:
        return f"{chosen} {of(rng.choice(words.TOWNS))}"
    return f"{chosen} {rng.choice(words.LAST_NAMES)}" if chance < 0.85 else chosen


def of(named: str) -> str:
    """Return *named* after the preposition "de", contracted."""
    if named.startswith("le "):
        return f"du {named[3:]}"
    return f"d’{named}" if named[0] in "AEIOUYÉ" else f"de {named}"


def person(rng: random.Random) -> str:
    return f"{rng.choice(words.FIRST_NAMES)} {rng.choice(words.LAST_NAMES)}"


def place(rng: random.Random) -> str:
    return f"à {rng.choice(words.TOWNS)}"


def clause(rng: random.Random) -> str:
    """Return subject, verb and object, without a capital or a full stop."""
    subject = noun(rng) if rng.random() < 0.7 else f"{noun(rng)} {of(noun(rng))}"
    return f"{subject} {rng.choice(words.VERBS)} {noun(rng)} {of(noun(rng))}"


def headline(rng: random.Random) -> str:
    """Return a clause that ends with a name, as a title or a sentence of a standfirst: what follows it is another's."""
    named = f"{rng.choice(words.FEMININE)} {rng.choice(words.LAST_NAMES)}"
    return capital(f"{noun(rng)} {rng.choice(words.VERBS)} {noun(rng)} {of(named)}")


def amount(rng: random.Random) -> str:
    """Return a quantity as papers give them."""
    kind = rng.randrange(4)
    if kind == 0:
        return f"{rng.randint(2, 98)},{rng.randrange(10)} %"
    if kind == 1:
        return f"{rng.randint(2, 990)} millions d’euros"
    if kind == 2:
        return f"{rng.randint(11, 99)} 000 habitants"
    return f"{rng.randint(3, 240)} kilomètres"


def plain_sentence(rng: random.Random) -> str:
    """Return a sentence without markup."""
    parts = clause(rng)
    chance = rng.random()
    if chance < 0.3:
        parts = f"{rng.choice(words.OPENINGS)}, {parts}"
    elif chance < 0.5:
        parts = f"{parts}, {rng.choice(words.ENDINGS)}"
    elif chance < 0.65:
        parts = f"{parts}, soit {amount(rng)} {place(rng)}"
    elif chance < 0.8:
        parts = f"{place(rng)}, {parts} et {rng.choice(words.VERBS)} {noun(rng)}"
    return capital(parts) + ("." if rng.random() < 0.94 else " ?")


def quotation(rng: random.Random) -> str:
    """Return a quoted sentence with who said it, quotes as typed on a keyboard."""
    opening, closing = rng.choice((('"', '"'), ("« ", " »")))
    return f"{opening}{capital(clause(rng))}{closing}, {rng.choice(SPEECH)} {person(rng)}."


def capital(text: str) -> str:
    """Return *text* with its first letter large; the rest stays, `str.capitalize` would make it small."""
    return text[:1].upper() + text[1:]
