"""
Figures: a picture, its caption and its credit.

`::: figure` takes what stands first as the content and the paragraphs behind it as the caption; a last paragraph that
begins with « Crédit : », `Credit:` or © is the credit. A picture alone in a paragraph is a figure too, its Markdown title
the caption.
"""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

IMAGE_PARAGRAPH = re.compile(r"^!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])(?:\{[^}]*\})?\s*$")
CREDIT = re.compile(r"^(?:(?:cr[ée]dits?|photos?|illustrations?)[ \u00a0\u202f]*:|©)[ \u00a0\u202f]*", re.IGNORECASE)


def make_figure(children: Sequence[Element]) -> Element:
    """Return a figure of *children*, which still hold Markdown."""
    figure = Element("figure")
    content = [child for child in children if not _is_caption(child)]
    captions = [child for child in children if _is_caption(child)]
    for child in content:
        if child.tag == "p":  # pictures stand in the figure itself, not in a paragraph
            picture = SubElement(figure, "span", {"class": "picture"})
            picture.text = child.text
        else:
            figure.append(child)
    if captions:
        figure.append(_caption(captions))
    return figure


def _is_caption(child: Element) -> bool:
    text = child.text or ""
    return child.tag == "p" and not all(IMAGE_PARAGRAPH.match(line) for line in text.split("\n"))


def _caption(paragraphs: list[Element]) -> Element:
    caption = Element("figcaption")
    credit = CREDIT.match(paragraphs[-1].text or "")
    credited = paragraphs.pop() if credit else None
    if len(paragraphs) == 1:
        caption.text = paragraphs[0].text
    else:
        caption.extend(paragraphs)
    if credited is not None and credit:
        small = SubElement(caption, "small", {"class": "credit"})
        text = credited.text or ""
        small.text = text if text.startswith("©") else text[credit.end() :]
        if caption.text:
            caption.text += " "
    return caption


def make_lone_figures(root: Element) -> None:
    """Turn each paragraph of *root* that holds one picture and nothing else into a figure."""
    for index, child in enumerate(list(root)):
        if child.tag in {"marbre-section", "aside", "div"}:
            make_lone_figures(child)
        if child.tag != "p" or len(child) != 1 or child[0].tag != "img":
            continue
        if (child.text or "").strip() or (child[0].tail or "").strip():
            continue
        figure = Element("figure", {key: value for key, value in child.attrib.items() if key in {"id", "class"}})
        figure.tail = child.tail
        picture = child[0]
        picture.tail = None
        figure.append(picture)
        title = picture.attrib.pop("title", "")
        if title:
            caption = SubElement(figure, "figcaption")
            caption.text = title
        root[index] = figure
