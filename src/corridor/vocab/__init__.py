"""Words that others rely on: official lists, regions, and Corridor's connectivity vocabulary.

Official lists are dated and replaceable reference data; a code never changes its meaning within
a version. Concepts carry labels in the 24 official languages of the European Union.
The files in ``data/`` are the source: ``actions.load_reference_data`` brings the tables to them,
``checks.problems`` says what is wrong in them, and nobody edits the tables by hand.
"""
