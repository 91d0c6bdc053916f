from __future__ import annotations


def deliver_all() -> int:
    return 0
