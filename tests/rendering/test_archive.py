"""The archive writer: what any zip reader finds in it, and the same bytes as the standard library's."""

from __future__ import annotations

import io
import zipfile

import pytest

from generator.rendering import archive

CONTENTS = {
    "word/document.xml": b"<w:document>" + b"<w:p/>" * 500 + b"</w:document>",
    "word/fonts/font1.odttf": bytes(range(256)) * 40,
    "word/media/logo.png": b"\x89PNG" + bytes(100),
    "word/vide.xml": b"",
}


def written(contents: dict[str, bytes], *, comprime: bool = True) -> bytes:
    packed = [archive.pack(name, content) for name, content in contents.items()]
    return archive.write(packed, comprime=comprime)


@pytest.mark.parametrize("comprime", [True, False])
def test_every_member_is_read_back_in_order(comprime: bool) -> None:
    with zipfile.ZipFile(io.BytesIO(written(CONTENTS, comprime=comprime))) as zipped:
        assert zipped.testzip() is None
        assert {name: zipped.read(name) for name in zipped.namelist()} == CONTENTS
        assert list(CONTENTS) == zipped.namelist()


def test_only_what_shrinks_is_compressed() -> None:
    with zipfile.ZipFile(io.BytesIO(written(CONTENTS))) as zipped:
        methods = {info.filename: info.compress_type for info in zipped.infolist()}
        sizes = {info.filename: info.compress_size for info in zipped.infolist()}
    assert methods["word/media/logo.png"] == zipfile.ZIP_STORED
    assert methods["word/document.xml"] == zipfile.ZIP_DEFLATED
    assert sizes["word/document.xml"] < len(CONTENTS["word/document.xml"]) / 10


def test_nothing_is_compressed_when_not_wanted() -> None:
    with zipfile.ZipFile(io.BytesIO(written(CONTENTS, comprime=False))) as zipped:
        assert {info.compress_type for info in zipped.infolist()} == {zipfile.ZIP_STORED}


def test_the_bytes_are_those_of_the_standard_library() -> None:
    buffer = io.BytesIO()
    contents = {"word/document.xml": b"<w:p/>" * 99, "word/médaille.xml": b"<w:p/>"}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as zipped:
        for name, content in contents.items():
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, 0o644 << 16
            zipped.writestr(info, content, zipfile.ZIP_DEFLATED, 6)
    assert written(contents) == buffer.getvalue()
