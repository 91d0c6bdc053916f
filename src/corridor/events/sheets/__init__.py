"""What programme and participants share as spreadsheets: reading rows by named columns, the tables of
imports, and the pages on which a file is given, looked at, taken in and taken back."""
