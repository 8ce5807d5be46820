"""The teaser rule as site.yaml and front matter write it."""

from typing import Annotated

from msgspec.structs import replace
from pydantic import AfterValidator, ConfigDict, Field, StrictFloat, StrictInt, ValidationInfo, with_config
from typing_extensions import TypedDict

from generator.desk.read.words import context_of, fail
from generator.model.config import Cut, TeaserRule

Count = Annotated[StrictInt, Field(ge=1, le=1_000_000)]


@with_config(ConfigDict(extra="forbid"))
class TeaserKeys(TypedDict, total=False):
    characters: Annotated[Count, Field(description="Public characters, as a reader sees them.")]
    words: Annotated[Count, Field(description="Public words.")]
    paragraphs: Annotated[Count, Field(description="Public paragraphs.")]
    cut: Annotated[Cut, Field(description="Where the text may be cut.")]
    at_most: Annotated[
        StrictFloat,
        Field(gt=0, le=1, allow_inf_nan=False, description="Largest share of the text that may be public."),
    ]


def _teaser(keys: TeaserKeys, info: ValidationInfo) -> TeaserRule:
    site = context_of(info).teaser
    units = [unit for unit in ("characters", "words", "paragraphs") if unit in keys]
    if len(units) > 1:
        raise fail("bad-value", f"has {' and '.join(units)}", "keep one of characters, words and paragraphs")
    rule = replace(site, cut=keys.get("cut", site.cut), at_most=keys.get("at_most", site.at_most))
    if not units:
        return rule
    characters, words, paragraphs = keys.get("characters", 0), keys.get("words", 0), keys.get("paragraphs", 0)
    return replace(rule, characters=characters, words=words, paragraphs=paragraphs)


TeaserWord = Annotated[TeaserKeys, AfterValidator(_teaser)]
