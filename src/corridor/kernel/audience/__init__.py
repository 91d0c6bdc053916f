"""Who may see a record, and why: its audience, its viewer, the filter between the two, and the answer in
plain sentences.

Every record is for its hub, a corridor of hubs, a group, the network of all hubs, or the public; each of
these includes the hub's own people. A list is only ever read through ``visible_to(viewer)``, which each
queryset builds from ``visible_filter``; whoever is not in the audience gets the same answer as if nothing
were there. ``who_can_see`` tells by the same rule, for everybody at once, who that is.
"""

from .explaining import Explanation, can_see, who_can_see
from .readers import Because, Census, Placement, Reader, Reason, why
from .registry import RecordType, record_type, record_type_of, register_readers, register_record_type
from .viewers import VISITOR, Audience, Viewer, visible_filter

__all__ = [
    "VISITOR",
    "Audience",
    "Because",
    "Census",
    "Explanation",
    "Placement",
    "Reader",
    "Reason",
    "RecordType",
    "Viewer",
    "can_see",
    "record_type",
    "record_type_of",
    "register_readers",
    "register_record_type",
    "visible_filter",
    "who_can_see",
    "why",
]
