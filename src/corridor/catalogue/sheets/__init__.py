"""A hub's services as a spreadsheet, out and in again.

What is exported comes back unchanged. A file is read into values as ``contents`` has them (``facts``), held
against the hub's services (``planning``), written in one transaction (``writing``) and can be taken back
(``actions``). New services are drafts; what is shared changes as it does by hand, after its review.
"""
