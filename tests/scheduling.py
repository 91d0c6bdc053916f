"""Which tests stay together in one process, when several work.

pytest-xdist groups by a mark, which it adds to the names of tests; since pytest 9.2 these names cannot be
changed, and the groups are silently lost. Here the names decide, as they are.
"""

from __future__ import annotations

from xdist.scheduler import LoadGroupScheduling

# Files and folders of files whose stories share something that takes long to make, such as an installation.
TOGETHER = (
    "tests/demo/test_filled_in.py",
    "tests/demo/test_meetings.py",
    "tests/kernel/test_meaning.py",
    "tests/ops/",
    "tests/vocab/test_skos.py",
)

# Fifty people at once are fifty connections: two such crowds beside each other are more than a server takes.
CROWDS = (
    "tests/bilaterals/test_fifty_at_once.py",
    "tests/meetings/test_double_booking.py",
    "tests/meetings/test_fifty_at_once.py",
    "tests/referrals/test_last_slot.py",
)


class Together(LoadGroupScheduling):
    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(CROWDS):
            return "crowds"
        return nodeid.partition("::")[0] if nodeid.startswith(TOGETHER) else nodeid
