"""One file that holds an installation: every row, every uploaded file, and a list of checksums.

The file is a ``tar.gz``: ``manifest.json``, then ``database/TABLE`` in PostgreSQL's COPY text, then
``media/...``. COPY text reads the same in PostgreSQL 15 to 18, with or without pgvector, so that a
backup of the embedded server goes into any other and back. The checksums find damage; they are no
signature, so whoever can write to the file can also write the checksums.
"""
