"""The national tables in Parquet, one file a table: the optional extra actes-enfance[parquet]."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from generator.services.national.colonnes import Genre
from generator.services.national.formats.table import Table

_LOT = 2_000  # rows of a group, which are in memory together


def write(tables: Sequence[Table], folder: Path) -> list[str]:
    """Write each table, its columns typed and described; nothing deserves a look."""
    import pyarrow as pa  # noqa: PLC0415, an optional extra
    from pyarrow import parquet  # noqa: PLC0415

    types = {
        Genre.TEXTE: pa.string(),
        Genre.ENTIER: pa.int64(),
        Genre.NOMBRE: pa.float64(),
        Genre.MONTANT: pa.decimal128(12, 2),
        Genre.CASE: pa.bool_(),
    }
    for table in tables:
        schema = pa.schema(
            [
                pa.field(e.cle, types[e.genre], metadata={"description": e.description})
                for e in table.entetes
            ],
            metadata={"description": table.description},
        )
        with parquet.ParquetWriter(
            folder / f"{table.cle}.parquet", schema, compression="zstd"
        ) as file:
            for rows in _batches(table.rows()):
                columns = zip(*rows, strict=True)
                arrays = [
                    pa.array(column, type=field.type)
                    for column, field in zip(columns, schema, strict=True)
                ]
                file.write_batch(pa.record_batch(arrays, schema=schema))
    return []


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while batch := list(islice(rows, _LOT)):
        yield batch
