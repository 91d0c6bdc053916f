"""What people searched for in vain: words, filters and days, and nothing about who asked.

Kept are neither persons, hours, addresses nor sessions. A text that might hold something personal is not
kept at all; see ``rules.is_impersonal``.
"""
