"""``python -m corridor`` is the command ``corridor``."""

from corridor.config.cli import main

main()
