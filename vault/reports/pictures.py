"""Pages of a finished report as pictures for the preview: exactly what a reader will see."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2
from pypdfium2.raw import FPDFBitmap_BGRA

from vault.reports.reading import PDFIUM


@dataclass(frozen=True, slots=True)
class Picture:
    """A page: width and height in pixels, `rgba` four bytes a pixel, rows from top to bottom without gaps."""

    width: int
    height: int
    rgba: bytes


def pages(pdf: bytes, scale: float = 1.0, first: int = 0, most: int | None = None) -> list[Picture]:
    """Pictures of the pages from `first` (0-based), at most `most`; at scale 1 a point is a pixel (595 x 842)."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            last = len(document) if most is None else min(len(document), first + most)
            return [_picture(document[number], scale) for number in range(first, last)]
        finally:
            document.close()


def _picture(page: pypdfium2.PdfPage, scale: float) -> Picture:
    bitmap = page.render(scale=scale, rev_byteorder=True, force_bitmap_format=FPDFBitmap_BGRA)
    row, data = 4 * bitmap.width, bytes(bitmap.buffer)
    if bitmap.stride != row:
        data = b"".join(data[at : at + row] for at in range(0, len(data), bitmap.stride))
    return Picture(bitmap.width, bitmap.height, data)
