"""From contents to a PDF.

A room's layouts are ours; what people wrote reaches them as data (``sys.inputs``), and is never read as
typst's language. Nothing outside the layout's folder can be reached, and nothing is loaded from anywhere.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst
from django.http import HttpResponse

# Kept for long, and read aloud: both want tags, language and title.
STANDARDS: Final[list[typst.PDFStandard]] = ["a-2a", "ua-1"]

PDF: Final = "application/pdf"

log = logging.getLogger(__name__)


def typeset(layout: Path, contents: Mapping[str, Any], *, at: datetime) -> bytes:
    """The same contents ``at`` the same hour give the same bytes.

    The fonts that come with typst cover the 24 languages. Where somebody wrote a sign that they lack, the
    standards cannot be promised: then the machine's own fonts help, and a box stands where they lack it too.
    """
    said = json.dumps(contents, ensure_ascii=False)
    try:
        return _compiled(layout, said, at, STANDARDS, with_system_fonts=False)
    except typst.TypstError as error:
        log.info("without the standards: %s", error.message)
        return _compiled(layout, said, at, [], with_system_fonts=True)


def _compiled(
    layout: Path, said: str, at: datetime, standards: list[typst.PDFStandard], *, with_system_fonts: bool
) -> bytes:
    compiler = typst.Compiler(
        layout,
        root=layout.parent,
        font_paths=_fonts(with_system_fonts),
        sys_inputs={"contents": said},
    )
    hour = at.replace(microsecond=0)
    made: Any = compiler.compile(format="pdf", pdf_standards=standards, timestamp=hour)
    return bytes(made)


@lru_cache(maxsize=2)
def _fonts(with_system_fonts: bool) -> typst.Fonts:  # noqa: FBT001 - remembered for each
    return typst.Fonts(include_system_fonts=with_system_fonts)


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """Read in the browser, or kept under this name."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(content, content_type=PDF, headers=headers)
