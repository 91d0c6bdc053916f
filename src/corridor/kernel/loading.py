"""Loading the program, and ending it, without looking for rubbish among what it has just loaded."""

from __future__ import annotations

import atexit
import contextlib
import gc
from collections.abc import Iterator

atexit.register(gc.freeze)  # what is there at the end goes with the process; looking through it costs 0.2 s


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """Inside, nothing is collected; what was loaded is never looked through again.

    What comes later, pages as well as jobs, leaves little behind: looking for it often costs more.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(10_000, 20, 20)
        gc.enable()
