"""What Olga does on the command line: set up, serve, work, examine, back up, restore, run the demo.

Knows every room and belongs to none: no page and no table is here. A command says what it did in
one line each, ends with 0 only if all went well, and asks no question.
"""
