"""Needs, and how they travel: what a company looks for, which hubs could help, and who handed it to whom.

A need is somebody's own words and the facts that they confirmed. Who they are is kept apart, as their client,
and reaches another hub only field by field, as they agreed. A referral hands a need to one hub, which answers
within a promised time; a slot of a test bed belongs to one referral at most. What came of it is kept.
"""
