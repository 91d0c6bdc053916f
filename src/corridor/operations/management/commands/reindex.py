from __future__ import annotations

from typing import Any

from django.conf import settings

from corridor.kernel.errors import Refused
from corridor.operations.command import OperatorCommand

OVERTAKEN = (
    "Meanwhile a process without CORRIDOR_QDRANT_URL changed something. Restart web and worker with the "
    "setting, then try again; searches go on as before."
)


class Command(OperatorCommand):
    help = "Build the Qdrant cluster's index anew from PostgreSQL, while searches go on."

    def run(self, **options: Any) -> None:
        if not settings.QDRANT:
            raise Refused("No cluster is set up (CORRIDOR_QDRANT_URL): PostgreSQL keeps its indexes itself.")
        from corridor.kernel.search.qdrant.cluster import ERRORS
        from corridor.kernel.search.qdrant.rebuilding import rebuild
        from corridor.kernel.search.qdrant.standing import Overtaken

        try:
            built = rebuild()
        except Overtaken as overtaken:
            raise Refused(OVERTAKEN) from overtaken
        except ERRORS as error:
            raise Refused(f"Qdrant did not take it: {error}") from error
        self.say(
            f"Built: {built.collection}, with {built.points} passages of {built.records} records, "
            f"in {built.seconds:.0f} s. It answers from now on."
        )
