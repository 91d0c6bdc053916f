"""Why the desk proposed a hub, as it was kept with the referral, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from corridor.referrals.desk.ranking import reasons_kept
from corridor.referrals.desk.wording import reason_in_words

SHOWN: Final = 4


def in_words(because: Mapping[str, Any]) -> list[str]:
    """What counted most."""
    found = [one for one in reasons_kept(because) if one.contribution > 0]
    found.sort(key=lambda one: -one.contribution)
    return [reason_in_words(one) for one in found[:SHOWN]]
