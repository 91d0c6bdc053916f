"""The EDIH Catalogue's own spreadsheet, into hubs and out of them.

A file is read into a run (`reading`), compared with what is there (`planning`), written in one
transaction (`actions.apply_import`) and can be taken back (`actions.undo_import`). What a hub wrote
itself stays; names of contact persons are not even read.
"""
