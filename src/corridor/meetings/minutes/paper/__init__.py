"""Minutes as a PDF: a file that outlives this program, for people with and without sight. It says what its
reader may see on the pages of the meeting, and no more."""
