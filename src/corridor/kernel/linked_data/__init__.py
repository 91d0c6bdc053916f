"""What rooms tell other programs, in the words that these know: RDF of the European profiles, schema.org."""
