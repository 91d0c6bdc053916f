"""A vector in a column: pgvector's ``vector`` where the server has it, else bytes of float32.

Without the extension search stays exact and complete; the distances are then computed in Python,
which is slower on large installations (``corridor check`` says so).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import connections, models

from .embedding.encoder import DIMENSIONS

if TYPE_CHECKING:  # every command loads the models, and few of them do sums
    import numpy as np
    import numpy.typing as npt

    Vector = npt.NDArray[np.float32]


# Once the column is there its type counts: an extension that came later changes nothing.
_COLUMN_OR_EXTENSION = """
select coalesce(
    (select udt_name = 'vector' from information_schema.columns
     where table_schema = current_schema()
       and table_name = 'kernel_searchpassage' and column_name = 'vector'),
    exists (select 1 from pg_extension where extname = 'vector')
)
"""


@lru_cache(maxsize=8)
def _extension_in(alias: str, database: str) -> bool:
    with connections[alias].cursor() as cursor:
        cursor.execute(_COLUMN_OR_EXTENSION)
        return bool(cursor.fetchone()[0])


def has_pgvector(connection: Any) -> bool:
    return _extension_in(connection.alias, connection.settings_dict["NAME"])


def forget_extensions() -> None:
    """After a migration made or dropped the extension."""
    _extension_in.cache_clear()


def to_text(vector: Vector) -> str:
    """As pgvector reads it; six digits are more than the encoder's own precision."""
    return "[" + ",".join(format(value, ".6g") for value in vector.tolist()) + "]"


class VectorField(models.Field):  # type: ignore[type-arg]
    """A float32 vector of the encoder's dimensions; reads as numpy array."""

    def db_type(self, connection: Any) -> str:
        return f"vector({DIMENSIONS})" if has_pgvector(connection) else "bytea"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        import numpy as np

        if value is None:
            return None
        vector = np.asarray(value, np.float32)
        return to_text(vector) if has_pgvector(connection) else vector.tobytes()

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s::vector" if has_pgvector(connection) else "%s"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Vector | None:
        import numpy as np

        if value is None:
            return None
        if isinstance(value, str):
            return np.array(value[1:-1].split(","), np.float32)
        return np.frombuffer(bytes(value), np.float32)
