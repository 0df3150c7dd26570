"""Files are written whole or not at all, whatever happens."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from generator.errors import OutputError
from generator.services.ecriture import open_all, write_all


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes() if p.is_file() else b""
        for p in sorted(folder.rglob("*"))
    }


def _interrupt_at(monkeypatch: pytest.MonkeyPatch, turn: int) -> None:
    """Let the person press Ctrl-C while the file of that rank reaches the disk."""
    fsync, turns = os.fsync, iter(range(1, 100))

    def fsync_or_stop(descriptor: int) -> None:
        if next(turns) == turn:
            raise KeyboardInterrupt
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", fsync_or_stop)


def test_every_file_is_written_and_named_in_order(tmp_path: Path) -> None:
    paths = (tmp_path / "ville" / "b.docx", tmp_path / "ville" / "a.pdf")
    assert write_all({paths[0]: b"mots", paths[1]: b"pages"}) == paths
    assert _tree(tmp_path / "ville") == {"a.pdf": b"pages", "b.docx": b"mots"}


def test_a_file_takes_the_place_of_the_former(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"ancien")
    write_all({path: b"nouveau"})
    assert _tree(tmp_path) == {"a.pdf": b"nouveau"}


@pytest.mark.parametrize("turn", [1, 2])
def test_an_interruption_leaves_nothing_new_and_keeps_the_former(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    (tmp_path / "a.docx").write_bytes(b"ancien")
    _interrupt_at(monkeypatch, turn)
    with pytest.raises(KeyboardInterrupt):
        write_all({tmp_path / "a.docx": b"nouveau", tmp_path / "a.pdf": b"pages"})
    assert _tree(tmp_path) == {"a.docx": b"ancien"}


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_file_that_cannot_be_replaced_leaves_every_former_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turn: int, links: bool
) -> None:
    """As when a reader of PDFs keeps one of them open, on Windows."""
    for name in ("a.docx", "c.pdf"):
        (tmp_path / name).write_bytes(b"ancien")
    held, replace, link = (
        [tmp_path / f"{n}" for n in ("a.docx", "b.zip", "c.pdf")],
        Path.replace,
        os.link,
    )

    def replace_or_refuse(source: Path, target: Path) -> Path:
        if target == held[turn - 1]:
            raise PermissionError(errno.EACCES, "held", str(source), None, str(target))
        return replace(source, target)

    def link_or_refuse(*args: Path, **options: bool) -> None:
        if not links:
            raise OSError(errno.EOPNOTSUPP, "no links")
        link(*args, **options)

    monkeypatch.setattr(Path, "replace", replace_or_refuse)
    monkeypatch.setattr(os, "link", link_or_refuse)
    with pytest.raises(OutputError) as caught:
        write_all(dict.fromkeys(held, b"nouveau"))
    assert str(caught.value) == f"{held[turn - 1]} : écriture impossible : droits insuffisants"
    assert _tree(tmp_path) == {"a.docx": b"ancien", "c.pdf": b"ancien"}


def test_a_disk_that_becomes_read_only_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr(os, "fsync", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OutputError) as caught:
        write_all({tmp_path / "a.pdf": b"pages"})
    assert str(caught.value) == (
        f"{tmp_path / 'a.pdf'} : écriture impossible : le disque est en lecture seule"
    )


@pytest.mark.parametrize("names", [("a.docx", "a.pdf"), ("a.pdf", "a.docx")])
def test_a_folder_in_the_way_is_said_and_nothing_is_written(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(OutputError) as caught:
        write_all({tmp_path / name: b"mots" for name in names})
    assert str(caught.value) == (
        f"{tmp_path / 'a.pdf'} : écriture impossible : un dossier porte le nom du fichier"
    )
    assert _tree(tmp_path) == {"a.pdf": b""}


def test_a_file_in_the_way_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "ville").write_bytes(b"mots")
    with pytest.raises(OutputError, match="un fichier porte le nom du dossier"):
        write_all({tmp_path / "ville" / "a.pdf": b"pages"})
    assert _tree(tmp_path) == {"ville": b"mots"}


def test_a_name_too_long_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="le nom est trop long"):
        write_all({tmp_path / "a.docx": b"mots", tmp_path / ("n" * 300): b"mots"})
    assert _tree(tmp_path) == {}


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has a umask")
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_the_mask_of_the_person_is_honoured(tmp_path: Path, umask: int, mode: int) -> None:
    former = os.umask(umask)
    try:
        (path,) = write_all({tmp_path / "a.pdf": b"pages"})
    finally:
        os.umask(former)
    assert stat.S_IMODE(path.stat().st_mode) == mode


# --- files written bit by bit -----------------------------------------------------------------


def test_files_of_a_folder_take_their_places_together(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"ancien")
    with open_all(tmp_path) as atelier:
        (atelier / "a.csv").write_bytes(b"nouveau")
        (atelier / "b.html").write_bytes(b"page")
        assert (tmp_path / "a.csv").read_bytes() == b"ancien"
    assert _tree(tmp_path) == {"a.csv": b"nouveau", "b.html": b"page"}


def test_an_error_while_writing_leaves_what_stood_there(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"ancien")
    with pytest.raises(KeyboardInterrupt), open_all(tmp_path) as atelier:
        (atelier / "a.csv").write_bytes(b"nouv")
        raise KeyboardInterrupt
    assert _tree(tmp_path) == {"a.csv": b"ancien"}


def test_one_that_cannot_take_its_place_leaves_every_former_one(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"ancien")
    (tmp_path / "b.csv").mkdir()
    with (
        pytest.raises(OutputError, match="un dossier porte le nom du fichier"),
        open_all(tmp_path) as atelier,
    ):
        (atelier / "a.csv").write_bytes(b"nouveau")
        (atelier / "b.csv").write_bytes(b"nouveau")
    assert _tree(tmp_path) == {"a.csv": b"ancien", "b.csv": b""}


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="le disque est plein"), open_all(tmp_path / "sortie"):
        raise OSError(errno.ENOSPC, "full")
    assert _tree(tmp_path) == {"sortie": b""}
