"""The layouts of papers about meetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from corridor.kernel import typesetting
from corridor.kernel.typesetting import as_pdf

__all__ = ["as_pdf", "typeset"]

LAYOUTS: Final = Path(__file__).parent / "data"


def typeset(layout: str, contents: Mapping[str, Any], *, at: datetime) -> bytes:
    return typesetting.typeset(LAYOUTS / f"{layout}.typ", contents, at=at)
