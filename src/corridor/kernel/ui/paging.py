"""Which page numbers a list offers."""

from __future__ import annotations

AROUND = 1


def page_window(page: int, pages: int) -> list[int | None]:
    """First, last and the neighbours of ``page``; nothing stands for a gap."""
    wanted = sorted({1, pages, *range(max(1, page - AROUND), min(pages, page + AROUND) + 1)})
    steps: list[int | None] = []
    for before, number in zip([0, *wanted], wanted, strict=False):
        if number - before > 1:
            steps.append(before + 1 if number - before == 2 else None)  # noqa: PLR2004 - a gap of one page
        steps.append(number)
    return steps
