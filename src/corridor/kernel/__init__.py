"""What every room stands on: errors, audience, journal, languages, pages, jobs and search.

No business noun lives here: a hub, a group or a meeting is known to the rooms above, which
register what the kernel needs to know of them (see ``kernel.search.registry``).
"""
