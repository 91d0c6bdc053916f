"""Times that somebody can have at a test bed: added one by one or week by week, shown where the reader is.

Those of one test bed never overlap; the database sees to that.
"""
