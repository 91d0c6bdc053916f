"""Search beyond one server: a Qdrant cluster finds, PostgreSQL decides.

Qdrant answers what is scored over all records: the nearest passages and the texts that hold the question's
words (``clustered``). What comes back are names of records, which PostgreSQL lets through only if the viewer
may see them at this moment; lists, counts, facets, texts and reasons are PostgreSQL's. Each write notes its
records in its own transaction (``changes``), the worker takes them over (``following``), and ``rebuilding``
makes the whole collection anew. Nothing here is imported where no cluster is set up.
"""
