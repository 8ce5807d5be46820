"""
Python-Markdown's block parser without the processors that a plain paragraph cannot interest.

Most blocks of an article are paragraphs, and each would be searched by a dozen expressions first. A block all of whose
lines begin with a letter or a quotation mark, and that has no `|`, is nothing but a paragraph to the processors named here;
those that are not named are always asked. The output is the same, which `tests/desk/render/test_quick.py` proves.
"""

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

# Each of them wants a line that begins with one of `# > [ * + - _ = : | ! ~`, a digit, a space or a token of ours or of
# Python-Markdown, an empty block, or a `|` somewhere.
NEVER_PLAIN = frozenset(
    "empty indent code hashheader setextheader hr olist ulist quote reference table markdown_block defindent deflist "
    "footnote abbr marbre_mark".split()
)
PLAIN = frozenset("«»“”‘’„\"'(…–—¿¡")


class BlockRounds:
    """Goes round the block processors of one Markdown instance."""

    def __init__(self, md: Markdown) -> None:
        registry = md.parser.blockprocessors
        never = [registry[name] for name in NEVER_PLAIN if name in registry]
        self.every: list[BlockProcessor] = list(registry)
        self.few = [one for one in self.every if one not in never]

    def parse(self, parent: Element, blocks: list[str]) -> None:
        """Do what `BlockParser.parseBlocks` does."""
        while blocks:
            for processor in self.few if is_plain(blocks[0]) else self.every:
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break


def is_plain(block: str) -> bool:
    """Return whether *block* can be nothing but a paragraph."""
    if "\n" not in block:
        return begins_plainly(block)
    return "|" not in block and all(map(begins_plainly, block.split("\n")))


def begins_plainly(line: str) -> bool:
    """Return whether *line* begins with a sign that begins no construct of Markdown."""
    first = line[:1]
    return first.isalpha() or first in PLAIN
