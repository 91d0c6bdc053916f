"""Sessions: where a person is signed in, ended by their owner one by one or all at once."""
