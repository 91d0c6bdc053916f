"""Translations: from the ``.po`` files that translators edit to the ``.mo`` files that programs read.

``python -m corridor.kernel.i18n.catalogues`` compiles them, without gettext being installed;
with ``--check`` it only looks for what would break a page, and ends with 1 if it finds something.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

PACKAGE = Path(__file__).resolve().parents[2]


def catalogues(package: Path = PACKAGE) -> list[Path]:
    return sorted(package.rglob("locale/*/LC_MESSAGES/*.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def compile_catalogue(path: Path) -> Path:
    target = path.with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, read(path))
    return target


def problems(path: Path) -> Iterator[str]:
    """What is wrong in one catalogue, a line each; ``%(name)s`` must be the same on both sides."""
    try:
        catalogue = read(path)
    except (PoFileError, ValueError) as error:
        yield f"{path}: cannot be read: {error}"
        return
    for message, mistakes in catalogue.check():
        for mistake in mistakes:
            yield f"{path}:{message.lineno}: {mistake}"


def main(arguments: list[str]) -> int:
    files = catalogues()
    if "--check" not in arguments:
        for path in files:
            compile_catalogue(path)
        return 0
    found = [problem for path in files for problem in problems(path)]
    for line in found:
        print(line, file=sys.stderr)  # noqa: T201
    print(f"{len(files)} catalogues, {len(found)} problems")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
