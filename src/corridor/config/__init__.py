"""Settings, URLs, API wiring and the command line: no behaviour of its own."""
