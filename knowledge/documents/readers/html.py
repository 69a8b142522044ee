"""Reading .html: lxml's forgiving parser, then text by block elements.

Nothing is fetched and nothing is run.
"""

from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]

from knowledge.documents.blocks import Block, BlockKind
from knowledge.documents.decoding import decode
from knowledge.documents.errors import ImportRefused, Refusal
from knowledge.documents.limits import DEPTH, TEXT_CHARACTERS

_SKIPPED: Final = frozenset(
    {
        *("script", "style", "noscript", "template", "nav", "aside", "footer", "form", "button"),
        *("select", "textarea", "iframe", "object", "embed", "svg", "math", "canvas", "audio"),
        *("video", "head", "title"),
    }
)
_BLOCKS: Final = frozenset(
    {
        *("p", "div", "section", "article", "main", "header", "address", "blockquote", "pre"),
        *("table", "tr", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("br", "hr", "figure", "figcaption", "caption", "center", "body"),
    }
)
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}


def read(raw: bytes) -> list[Block]:
    """Return the blocks of a page: its article or main part when it marks one."""
    text = decode(raw)
    if len(text) > TEXT_CHARACTERS * 4:
        raise ImportRefused(Refusal.TOO_LONG)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        # the parser leaves out what lies deeper: better no document than half of one
        raise ImportRefused(Refusal.UNSAFE)
    if root is None:
        raise ImportRefused(Refusal.EMPTY)
    return _Walk().blocks(_main_part(root))


def _main_part(root: Any) -> Any:
    for name in ("article", "main"):
        found = list(root.iter(name))
        if len(found) == 1 and len("".join(found[0].itertext()).split()) > 50:
            return found[0]
    return root


class _Walk:
    """Gathers text between block edges; one pass, no recursion."""

    def __init__(self) -> None:
        self._found: list[Block] = []
        self._held: list[str] = []
        self._headings: list[int] = []
        self._lists: list[int | None] = []
        self._label = ""
        self._row: list[str] | None = None
        self._table = 0

    def blocks(self, root: Any) -> list[Block]:
        """Return the blocks under an element."""
        depth = 0
        skipped_at = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            depth += 1 if event == "start" else -1
            if depth > DEPTH:
                raise ImportRefused(Refusal.UNSAFE)
            if skipped_at:
                if event == "end" and depth < skipped_at:
                    skipped_at = 0
                    self._hold(element.tail)
            elif event == "start" and _is_skipped(element):
                skipped_at = depth
            elif event == "start":
                self._open(element)
            else:
                self._close(element)
        self._flush()
        return self._found

    def _open(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS and self._row is None:
            self._flush()
        if tag in _HEADINGS:
            self._headings.append(_HEADINGS[tag])
        elif tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._label = self._next_label()
        elif tag == "table" and self._row is None:
            self._table += 1
        elif tag == "tr" and self._row is None:
            self._row = []
        self._hold(element.text)

    def _close(self, element: Any) -> None:
        tag = element.tag
        if tag in ("td", "th") and self._row is not None:
            self._row.append(" ".join("".join(self._held).split()))
            self._held.clear()
        elif tag == "tr" and self._row is not None:
            self._end_row(self._row)
        elif tag in _BLOCKS and self._row is None:
            self._flush()
        if tag in _HEADINGS and self._headings:
            self._headings.pop()
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        self._hold(" " if tag == "br" else None)
        self._hold(element.tail)

    def _end_row(self, cells: list[str]) -> None:
        self._row = None
        self._held.clear()
        text = " | ".join(cell for cell in cells if cell)
        kind = BlockKind.ROW if len(cells) > 1 else BlockKind.TEXT
        self._found.append(Block(text, kind, group=self._table))

    def _hold(self, text: str | None) -> None:
        if text:
            self._held.append(text)

    def _flush(self) -> None:
        text = " ".join("".join(self._held).split())
        self._held.clear()
        if not text:
            return
        if self._headings:
            self._found.append(Block(text, BlockKind.HEADING, self._headings[-1]))
        elif self._label:
            self._found.append(Block(self._label + text, BlockKind.ITEM, len(self._lists)))
            self._label = ""
        else:
            self._found.append(Block(text))

    def _next_label(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "


def _is_skipped(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style
