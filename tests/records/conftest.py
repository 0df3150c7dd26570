from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import RecordError
from generator.records import Fiche, load

AUJOURDHUI = datetime.date(2026, 9, 1)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def write_record(content: str | bytes) -> Path:
        path = tmp_path / "ville.yaml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_record


@pytest.fixture
def read(write: Callable[[str | bytes], Path]) -> Callable[[str | bytes], Fiche]:

    def read_record(content: str | bytes) -> Fiche:
        return load(write(content), aujourdhui=AUJOURDHUI)

    return read_record


@pytest.fixture
def problems(
    write: Callable[[str | bytes], Path], tmp_path: Path
) -> Callable[[str | bytes], list[str]]:
    """Return the problems of a record, the file's folder taken off."""

    def problems_of(content: str | bytes) -> list[str]:
        with pytest.raises(RecordError) as caught:
            load(write(content), aujourdhui=AUJOURDHUI)
        messages = list(caught.value.messages)
        assert all("\n" not in message for message in messages)
        return [message.removeprefix(f"{tmp_path}/") for message in messages]

    return problems_of
