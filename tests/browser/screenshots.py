"""Makes the pictures of the README: ``make screenshots``. Everything runs on this machine."""

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from tests.browser.tour import tour

IMAGES = Path(__file__).parents[2] / "docs" / "images"
WANTED = ("demo", "case", "inbox")


def main() -> None:
    """Play the tour and keep the pictures the README shows."""
    with tempfile.TemporaryDirectory() as folder:
        pictures = Path(folder) / "pictures"
        asyncio.run(tour(Path(folder), pictures))
        IMAGES.mkdir(parents=True, exist_ok=True)
        for name in WANTED:
            shutil.copy(pictures / f"{name}.png", IMAGES / f"{name}.png")
    sys.stdout.write(f"{len(WANTED)} pictures written\n")


if __name__ == "__main__":
    main()
