"""What HTML and XML have in common: traps, and the text between tags."""

from __future__ import annotations

import re

# Real pages nest some dozens deep; parsers that follow deeper ones run out of stack.
DEEPEST = 1_000
TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*)[^<>]{0,20000}?(/?)>")
# Elements that have no end tag, or may leave it out.
UNCLOSED = frozenset(
    """area base br col embed hr img input link meta param source track wbr p li dt dd tr td th option thead tbody tfoot
    colgroup rp rt""".split()
)
BLOCK_END = re.compile(r"</(?:p|div|li|h[1-6]|tr|blockquote)\s*>|<br\s*/?>", re.IGNORECASE)


def trap(text: str) -> str | None:
    """Why markup is not safe to parse; None where it is."""
    if "<!ENTITY" in text or "<!entity" in text:
        return "declares entities of its own, which can blow up a reader. Remove them."
    deepest = _depth(text)
    return f"nests its elements {deepest:,} deep; no page does. It is not read." if deepest > DEEPEST else None


def _depth(text: str) -> int:
    depth = deepest = 0
    for tag in TAG.finditer(text):
        end, name, empty = tag.groups()
        if empty or name.lower() in UNCLOSED:
            continue
        depth = max(0, depth - 1) if end else depth + 1
        deepest = max(deepest, depth)
    return deepest


def between_tags(fragment: str) -> str:
    """The text of a piece of HTML, a line a block."""
    from lxml import etree, html

    marked = BLOCK_END.sub(lambda match: match.group() + "\n\n", fragment)
    try:
        text = html.fromstring(f"<div>{marked}</div>").text_content()
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    lines = (" ".join(line.split()) for line in str(text).split("\n"))
    return "\n\n".join(line for line in lines if line)
