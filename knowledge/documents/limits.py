"""How much one file may be and cost. Constants with their reasons; no code."""

from typing import Final

FILE_BYTES: Final = 20 * 1024 * 1024
"""What a bot can fetch from Telegram, and more than any decision with annexes weighs."""
TEXT_CHARACTERS: Final = 16_000_000
"""A text file of 20 MB: some 5,000 pages, 57,000 passages, read in about 20 s."""
BLOCKS: Final = 100_000
"""Paragraphs, items and rows."""
PASSAGES: Final = 120_000
"""As many as the engine was measured with."""
PAGES: Final = 3_000
INFLATED_BYTES: Final = 120 * 1024 * 1024
"""All members of a .docx unpacked, pictures included."""
MARKUP_BYTES: Final = 40 * 1024 * 1024
"""One XML member of a .docx unpacked: what python-docx holds as a tree."""
MEMBERS: Final = 4_000
DEPTH: Final = 400
"""Elements inside elements in .html."""
MEMORY_BYTES: Final = 1024 * 1024 * 1024
"""Address space of the reading process."""
CPU_SECONDS: Final = 60
WALL_SECONDS: Final = 90.0
OUTPUT_BYTES: Final = 96 * 1024 * 1024
