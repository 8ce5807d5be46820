"""Front matter that is text without Markdown: kickers, descriptions, credits, names. What takes Markdown is set in its tree."""

from typing import TypeVar

from msgspec.structs import replace

from generator.desk.typography.rules import Rules, Typographer
from generator.model.config import SiteConfig
from generator.model.frontmatter import (
    ArticleMatter,
    AuthorMatter,
    BriefMatter,
    Image,
    IssueMatter,
    Link,
    Matter,
    PageMatter,
    Seo,
    Speaker,
)

# A title with none of these is no Markdown, or Markdown that changes no quote and no space.
_MARKUP = frozenset("*_`[]<>&\\{}")
One = TypeVar("One")


def typographer_of(matter: Matter, config: SiteConfig) -> Typographer:
    """Return what chooses the rules for a document with this front matter."""
    language = getattr(matter, "language", "") or config.language
    return Typographer(config.typography, matter.typography, language)


def typeset_matter(matter: Matter, config: SiteConfig) -> Matter:
    """Return *matter* with its plain texts as they are printed. Tags and series stay: they are names to be found by."""
    rules = typographer_of(matter, config).rules()
    return _set(matter, rules) if rules else matter


def _set(matter: Matter, rules: Rules) -> Matter:
    text = rules.set_plain
    if isinstance(matter, AuthorMatter):
        return _changed(
            matter,
            name=_title(matter.name, rules),
            role=text(matter.role),
            photo=_image(matter.photo, rules),
            links=_links(matter.links, rules),
        )
    title = _title(matter.title, rules)
    if isinstance(matter, ArticleMatter):
        return _changed(
            matter,
            title=title,
            kicker=text(matter.kicker),
            image=_image(matter.image, rules),
            speakers=tuple(_speaker(speaker, rules) for speaker in matter.speakers),
            seo=_seo(matter.seo, rules),
        )
    if isinstance(matter, BriefMatter):
        return _changed(matter, title=title, source=text(matter.source), links=_links(matter.links, rules))
    if isinstance(matter, IssueMatter):
        files = tuple(_changed(file, label=text(file.label)) for file in matter.files)
        return _changed(matter, title=title, cover=_image(matter.cover, rules), files=files)
    if isinstance(matter, PageMatter):
        return _changed(matter, title=title, seo=_seo(matter.seo, rules))
    return _changed(matter, title=title, description=_title(matter.description, rules))


def _changed(value: One, **fields: object) -> One:
    """Return *value* with *fields*, itself where they are what it has."""
    if all(getattr(value, name) == new for name, new in fields.items()):
        return value
    made: One = replace(value, **fields)  # type: ignore[type-var]  # every value here is a struct
    return made


def _title(text: str, rules: Rules) -> str:
    return text if _MARKUP.intersection(text) else rules.set_plain(text)


def _image(image: Image | None, rules: Rules) -> Image | None:
    return image and _changed(image, alt=rules.set_plain(image.alt), credit=rules.set_plain(image.credit))


def _links(links: tuple[Link, ...], rules: Rules) -> tuple[Link, ...]:
    return tuple(_changed(link, label=rules.set_plain(link.label)) for link in links)


def _speaker(speaker: Speaker, rules: Rules) -> Speaker:
    return _changed(speaker, name=rules.set_plain(speaker.name), short=rules.set_plain(speaker.short))


def _seo(seo: Seo, rules: Rules) -> Seo:
    return _changed(seo, title=rules.set_plain(seo.title), description=rules.set_plain(seo.description))
