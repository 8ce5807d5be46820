"""
Front matter as authors write it: which keys there are and what they take.

A key that is left out is left out of the result too: its default stands once, in `model.frontmatter`. The
descriptions go into the JSON Schemas.
"""

import re
from typing import Annotated, Any, Literal, Required

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictStr,
    ValidationInfo,
    with_config,
)
from typing_extensions import TypedDict

from generator.desk.read.teaser_shapes import TeaserWord
from generator.desk.read.words import (
    AccessWords,
    Address,
    Addresses,
    File,
    Id,
    Language,
    Line,
    Markdown,
    Moment,
    Ref,
    Refs,
    Slug,
    Template,
    Title,
    Titles,
    Url,
    Weight,
    context_of,
    fail,
)
from generator.model.access import PUBLIC_WORD, REGISTERED
from generator.model.frontmatter import Correction, Image, Link, Seo, Speaker

EXACT = ConfigDict(extra="forbid")

_FOCUS = re.compile(r"(\d{1,3})% (\d{1,3})%", re.ASCII)
_SPEAKER_ID = re.compile(r"[^\W_](?:[\w.-]{0,18}[^\W_])?")
Share = Annotated[StrictFloat, Field(ge=0, le=1, allow_inf_nan=False)]


def _focus(value: object) -> object:
    match = _FOCUS.fullmatch(value) if isinstance(value, str) else None
    if match:
        return (int(match[1]) / 100, int(match[2]) / 100)
    if isinstance(value, list) and len(value) == 2:
        return value
    raise fail("bad-value", "is no focus", 'write [0.5, 0.45] or "50% 45%": from the left and from the top')


def _image_from_path(value: object) -> object:
    return {"src": value} if isinstance(value, str) else value


@with_config(EXACT)
class ImageKeys(TypedDict, total=False):
    src: Required[Annotated[File, Field(description="File beside the document, or /path in content/static/.")]]
    alt: Annotated[Line, Field(description="What the picture shows, for those who do not see it.")]
    caption: Annotated[Markdown, Field(description="Text under the picture, Markdown.")]
    credit: Annotated[Line, Field(description="Whose picture it is.")]
    focus: Annotated[
        tuple[Share, Share],
        BeforeValidator(_focus, json_schema_input_type=str | list[float]),
        Field(description='The point to keep when the picture is cropped: [0.5, 0.45] or "50% 45%".'),
    ]


ImageWord = Annotated[
    ImageKeys,
    BeforeValidator(_image_from_path, json_schema_input_type=str | ImageKeys),
    AfterValidator(lambda keys: Image(**keys)),
]


@with_config(EXACT)
class LinkKeys(TypedDict):
    label: Annotated[Title, Field(description="What the link says.")]
    url: Annotated[Url, Field(description="Where it leads: https://…, mailto:…, /path or #place.")]


Links = tuple[Annotated[LinkKeys, AfterValidator(lambda keys: Link(**keys))], ...]


@with_config(EXACT)
class CorrectionKeys(TypedDict):
    at: Annotated[Moment, Field(description="When it was corrected.")]
    text: Annotated[Title, Field(description="What was wrong and is right now.")]


@with_config(EXACT)
class SeoKeys(TypedDict, total=False):
    title: Annotated[Line, Field(description="Title for search engines.")]
    description: Annotated[Line, Field(description="Description for search engines and social networks.")]
    noindex: Annotated[StrictBool, Field(description="Ask search engines to leave the page out.")]


@with_config(EXACT)
class SpeakerKeys(TypedDict, total=False):
    name: Required[Annotated[Title, Field(description="Shown at the first turn.")]]
    short: Annotated[Title, Field(description="Shown at later turns; without it the name.")]
    role: Annotated[Literal["question", "answer"], Field(description="Who asks and who answers.")]


def _speaker_from_name(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


def _speakers(found: dict[str, SpeakerKeys]) -> tuple[Speaker, ...]:
    for speaker in found:
        if not _SPEAKER_ID.fullmatch(speaker):
            raise fail("bad-value", f"{speaker[:40]!r} is no speaker id", "one word, for example DI")
    return tuple(
        Speaker(id_, keys["name"], keys.get("short", keys["name"]), keys.get("role", "answer"))
        for id_, keys in found.items()
    )


Speakers = Annotated[
    dict[
        StrictStr,
        Annotated[SpeakerKeys, BeforeValidator(_speaker_from_name, json_schema_input_type=str | SpeakerKeys)],
    ],
    AfterValidator(_speakers),
]


@with_config(EXACT)
class EditionFileKeys(TypedDict):
    src: Annotated[File, Field(description="PDF or EPUB beside the document.")]
    label: Annotated[Title, Field(description="What the link says.")]


def _tiers(items: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    tiers = sorted(context_of(info).access_words - {PUBLIC_WORD, REGISTERED})
    for item in items:
        if item not in tiers:
            raise fail("unknown-tier", f"unknown tier {item[:60]!r}", f"site.yaml has: {', '.join(tiers)}")
    return items


@with_config(EXACT)
class EarlyAccessKeys(TypedDict):
    tiers: Annotated[
        Refs, AfterValidator(_tiers), Field(min_length=1, description="Tiers that may read before everyone else.")
    ]
    until: Annotated[Moment, Field(description="From then on `access` decides.")]


def _free(found: dict[str, Any]) -> dict[str, Any]:
    for key in found:
        if key.lower() in {"access", "draft"}:
            raise fail("bad-value", f"{key!r} does nothing here", f"move it to the top, as '{key.lower()}: …'")
    return found


Extra = Annotated[
    dict[StrictStr, Any], AfterValidator(_free), Field(description="Anything for templates; nothing here is checked.")
]
PublishedWord = Annotated[Moment, Field(description="Date of publication; a naive one is in the site's time zone.")]
UpdatedWord = Annotated[Moment, Field(description="Date of the last change that readers should know of.")]
ExpiresWord = Annotated[Moment, Field(description="From then on it is no longer published.")]
DraftWord = Annotated[StrictBool, Field(description="Not published, except with --drafts.")]
AccessWord = Annotated[AccessWords, Field(description="public, registered, a tier id, or a list of those.")]
StandfirstWord = Annotated[Markdown, Field(description="Always public: what stands above the text, Markdown.")]
SlugWord = Annotated[Slug, Field(description="Part of the address; without it the name of the file.")]
IdWord = Annotated[Id, Field(description="Keeps its id when the file moves.")]
UrlWord = Annotated[Address, Field(description="Address instead of the one that permalinks give.")]
AliasesWord = Annotated[Addresses, Field(description="Old addresses that lead here.")]
LanguageWord = Annotated[Language, Field(description="Language, when it is not the site's.")]
WeightWord = Annotated[Weight, Field(description="Lighter ones come first.")]
TemplateWord = Annotated[Template, Field(description="Template of the theme instead of the usual one.")]
TypographyWord = Annotated[
    StrictBool,
    Field(description="Whether the language's rules set quotes, dashes and spaces, whatever the site says."),
]
SeoWord = Annotated[SeoKeys, AfterValidator(lambda keys: Seo(**keys)), Field(description="For search engines.")]


@with_config(EXACT)
class ArticleKeys(TypedDict, total=False):
    title: Required[Annotated[Title, Field(description="Headline.")]]
    id: IdWord
    slug: SlugWord
    url: UrlWord
    published: PublishedWord
    updated: UpdatedWord
    corrections: Annotated[
        tuple[Annotated[CorrectionKeys, AfterValidator(lambda keys: Correction(**keys))], ...],
        Field(description="Corrections shown under the text."),
    ]
    expires: ExpiresWord
    draft: DraftWord
    kicker: Annotated[Line, Field(description="A few words above the headline.")]
    rubric: Annotated[Ref, Field(description="Id of a rubric: its file name.")]
    authors: Annotated[Refs, Field(description="Ids of authors: their file names.")]
    tags: Annotated[Titles, Field(description="Free subjects.")]
    series: Annotated[Line, Field(description="Name of the series it belongs to.")]
    standfirst: StandfirstWord
    image: Annotated[ImageWord, Field(description="Lead picture, always public.")]
    access: AccessWord
    teaser: Annotated[TeaserWord, Field(description="Where the public part ends when no marker says so.")]
    remaining: Annotated[StrictBool, Field(description="Say how much of the article is left to read.")]
    speakers: Annotated[Speakers, Field(description="Speakers of an interview by their ids.")]
    comments: Annotated[StrictBool, Field(description="Whether it may be discussed.")]
    aliases: AliasesWord
    language: LanguageWord
    translations: Annotated[dict[Language, Ref], Field(description="Language to id of the same article in it.")]
    seo: SeoWord
    weight: WeightWord
    template: TemplateWord
    typography: TypographyWord
    extra: Extra
