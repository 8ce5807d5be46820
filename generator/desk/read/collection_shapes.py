"""Front matter of authors, briefs, rubrics, issues and pages, and the shape and model of each collection."""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple, Required

from pydantic import AfterValidator, Field, with_config
from typing_extensions import TypedDict

from generator.desk.read.matter_shapes import (
    EXACT,
    AccessWord,
    AliasesWord,
    ArticleKeys,
    DraftWord,
    EarlyAccessKeys,
    EditionFileKeys,
    ExpiresWord,
    Extra,
    IdWord,
    ImageWord,
    LanguageWord,
    Links,
    PublishedWord,
    SeoWord,
    SlugWord,
    StandfirstWord,
    TemplateWord,
    TypographyWord,
    UpdatedWord,
    UrlWord,
    WeightWord,
)
from generator.desk.read.teaser_shapes import TeaserWord
from generator.desk.read.words import Email, Line, Ref, Refs, Text, Title
from generator.model.frontmatter import (
    ArticleMatter,
    AuthorMatter,
    BriefMatter,
    Collection,
    EarlyAccess,
    EditionFile,
    IssueMatter,
    PageMatter,
    RubricMatter,
)


@with_config(EXACT)
class AuthorKeys(TypedDict, total=False):
    name: Required[Annotated[Title, Field(description="Full name.")]]
    slug: SlugWord
    role: Annotated[Line, Field(description="What they do at the paper.")]
    photo: Annotated[ImageWord, Field(description="Portrait.")]
    email: Annotated[Email, Field(description="Address that anyone may see.")]
    links: Annotated[Links, Field(description="Pages elsewhere.")]
    typography: TypographyWord
    extra: Extra


@with_config(EXACT)
class BriefKeys(TypedDict, total=False):
    published: Required[PublishedWord]
    title: Annotated[Line, Field(description="Title of the brief, if it has one.")]
    links: Annotated[Links, Field(description="Links below the brief.")]
    access: AccessWord
    source: Annotated[Line, Field(description="Where the news comes from.")]
    draft: DraftWord
    expires: ExpiresWord
    typography: TypographyWord
    extra: Extra


@with_config(EXACT)
class RubricKeys(TypedDict, total=False):
    title: Required[Annotated[Title, Field(description="Name of the rubric.")]]
    slug: SlugWord
    description: Annotated[Line, Field(description="One sentence, for lists and search engines.")]
    weight: WeightWord
    lead: Annotated[Ref, Field(description="Id of the article that leads the rubric's page.")]
    typography: TypographyWord
    extra: Extra


@with_config(EXACT)
class IssueKeys(TypedDict, total=False):
    title: Required[Annotated[Title, Field(description="Title of the edition.")]]
    published: Required[PublishedWord]
    slug: SlugWord
    number: Annotated[Text, Field(description="Number of the edition, any text.")]
    cover: Annotated[ImageWord, Field(description="Cover, always public.")]
    files: Annotated[
        tuple[Annotated[EditionFileKeys, AfterValidator(lambda keys: EditionFile(**keys))], ...],
        Field(description="PDF and EPUB, sealed by `access`."),
    ]
    articles: Annotated[Refs, Field(description="Ids of the articles in it, in order.")]
    early_access: Annotated[
        EarlyAccessKeys,
        AfterValidator(lambda keys: EarlyAccess(**keys)),
        Field(description="Tiers that may read first, and until when."),
    ]
    access: AccessWord
    standfirst: StandfirstWord
    draft: DraftWord
    expires: ExpiresWord
    typography: TypographyWord
    extra: Extra


@with_config(EXACT)
class PageKeys(TypedDict, total=False):
    title: Required[Annotated[Title, Field(description="Title of the page.")]]
    id: IdWord
    slug: SlugWord
    url: UrlWord
    template: TemplateWord
    weight: WeightWord
    access: AccessWord
    teaser: Annotated[TeaserWord, Field(description="Where the public part ends when no marker says so.")]
    standfirst: StandfirstWord
    draft: DraftWord
    published: PublishedWord
    updated: UpdatedWord
    expires: ExpiresWord
    aliases: AliasesWord
    language: LanguageWord
    seo: SeoWord
    typography: TypographyWord
    extra: Extra


class Form(NamedTuple):
    """The shape of a collection's front matter, what it becomes, and what people call one of it."""

    shape: Any
    model: Any
    word: str


FORMS: Mapping[Collection, Form] = {
    "articles": Form(ArticleKeys, ArticleMatter, "article"),
    "wire": Form(BriefKeys, BriefMatter, "brief"),
    "authors": Form(AuthorKeys, AuthorMatter, "author"),
    "rubrics": Form(RubricKeys, RubricMatter, "rubric"),
    "issues": Form(IssueKeys, IssueMatter, "issue"),
    "pages": Form(PageKeys, PageMatter, "page"),
}
