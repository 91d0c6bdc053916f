"""Mail that comes in: answers to questions, delivery reports, complaints, and everything else.

What a mail says is never trusted: its key is what counts, and it is capped before it is read. Nothing is
lost: what nobody here understands is kept for the operator.
"""
