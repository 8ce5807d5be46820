"""What stands together on a page for the same readers: elements before, HTML after Markdown's last step."""

from collections.abc import Callable, Sequence
from html import escape
from xml.etree.ElementTree import Element

from msgspec import Struct

from generator.desk.plaintext import Document, MatterHtml, OpenSection, UsedFile
from generator.desk.render import rawhtml
from generator.desk.render.context import Place
from generator.desk.render.footnotes import Notes
from generator.desk.render.headings import Region, fill_contents, name_everything, public_headings
from generator.desk.render.split import Run
from generator.errors import SourceError
from generator.model.access import Access
from generator.model.frontmatter import IssueMatter
from generator.model.page import Heading


class Part(Struct, frozen=True):
    """HTML for the same readers, the name of its section, empty for the public, and what the HTML was made from."""

    section: str
    access: Access
    html: str
    elements: tuple[Element, ...] = ()


def parts_of(
    runs: Sequence[Run],
    notes: Notes,
    html_of: Callable[[Sequence[Element]], str],
    text_of: Callable[[Element], str],
) -> tuple[list[Part], tuple[Heading, ...]]:
    """Return *runs* as HTML, sections named `s1`, `s2`, … in the order of the page, and the public headings."""
    names = iter(f"s{number}" for number in range(1, len(runs) + 1))
    sections = ["" if run.access.is_public else next(names) for run in runs]
    regions = _regions(runs, sections, notes)
    name_everything(regions, text_of)
    headings = tuple(
        heading for region in regions if not region.section for heading in public_headings(region, text_of)
    )
    fill_contents(regions, headings)
    access = {section: run.access for section, run in zip(sections, runs, strict=True)}
    parts = [
        Part(region.section, access.get(region.section, Access()), html_of(region.elements), region.elements)
        for region in regions
    ]
    return parts, headings


def _regions(runs: Sequence[Run], sections: Sequence[str], notes: Notes) -> list[Region]:
    """
    Return the regions of a page with their notes numbered.

    The public runs count together, and their notes stand behind everything: a cut paragraph must be the element
    directly before its section. Each section counts alone and ends with its notes.
    """
    public = [element for run in runs if run.access.is_public for element in run.elements]
    shared = notes.place(public, prefix="")
    regions: list[Region] = []
    taken = 0
    for run, section in zip(runs, sections, strict=True):
        if section:
            regions.append(Region(section, tuple(notes.place(run.elements, prefix=f"{section}-"))))
        else:
            regions.append(Region("", tuple(shared[taken : taken + len(run.elements)])))
            taken += len(run.elements)
    if len(shared) > taken:
        regions.append(Region("", tuple(shared[taken:])))
    return regions


def edition_files(document: Document, access: Access, matter: MatterHtml, parts: Sequence[Part]) -> list[Part]:
    """Return the list of the files that an edition offers, for those who may read it."""
    front = document.matter
    if not isinstance(front, IssueMatter) or not matter.files:
        return []
    items = "".join(
        f'<li><a href="{key}">{escape(file.label, quote=False)}</a></li>'
        for key, file in zip(matter.files, front.files, strict=True)
    )
    name = "" if access.is_public else f"s{sum(bool(part.section) for part in parts) + 1}"
    return [Part(name, access, f'<ul class="files">{items}</ul>')]


def unbalanced(parts: Sequence[Part], place: Place) -> list[SourceError]:
    """Return an error if an element of raw HTML opens in one part and closes in another."""
    if all(not part.section for part in parts):
        return []
    for part in parts:
        _, balanced = rawhtml.check(part.html, trusted=True)
        if not balanced:
            hint = "close each element on the side of the border on which it was opened"
            name = part.section or "the public part"
            problem = f"raw HTML crosses the border of {name}"
            return [place.error(place.first_line, "unclosed-html", problem, hint)]
    return []


def published(part: Part, files: Sequence[UsedFile]) -> str | OpenSection:
    """Return public HTML as it is, a section with the files that it names."""
    if not part.section:
        return part.html
    return OpenSection(part.section, part.access, part.html, tuple(file for file in files if file.key in part.html))
