"""Search over everything that rooms register, in any of the 24 languages, with reasons.

``queries.find(question, viewer)`` is the one entrance. Rooms above register what is searchable
(``registry``); the kernel knows only titles, passages, facets and audiences.
"""
