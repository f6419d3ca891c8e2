"""The first bytes of picture files: photos, phones' HEIC, and neither."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from coatxl.annex.album import paths_in, unopenable_in
from coatxl.annex.darkroom import facts_of
from coatxl.annex.photo_kind import HEAD, unopenable, words_for


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "GIF", "TIFF", "WEBP"])
def test_whatever_the_darkroom_opens_looks_like_a_photo(kind: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (9, 9), "red").save(out, kind)
    assert facts_of(out.getvalue()) is not None
    assert unopenable(out.getvalue()[:HEAD]) is None


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1"])
def test_what_a_phone_writes_is_told_by_its_name(brand: bytes) -> None:
    content = b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0"
    assert unopenable(content) == "heic"
    assert facts_of(content) is None
    assert words_for("a.jpg", content).zh == "HEIC格式不能读取，请转为 jpg：a.jpg"


@pytest.mark.parametrize("content", [b"", b"not a jpeg", b"\0\0\0\x18ftypmp42", b"RIFF\0\0\0\0WAVE", b"%PDF-1.7"])
def test_anything_else_is_no_photo(content: bytes) -> None:
    assert unopenable(content) == "broken"
    assert words_for("a.jpg", content).zh == words_for("a.jpg", None).zh == "照片打不开：a.jpg"


def test_a_folder_lists_phones_files_too_and_tells_which_cannot_be_opened(tmp_path) -> None:
    (tmp_path / "a.HEIC").write_bytes(b"\0\0\0\x18ftypheic")
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "c.png").write_bytes(b"")
    (tmp_path / "d.txt").write_bytes(b"")
    paths = paths_in(tmp_path)
    assert paths == ["a.HEIC", "b.jpg", "c.png"]
    assert list(unopenable_in(tmp_path, [*paths, "gone.jpg"])) == [
        ("a.HEIC", "heic"), ("c.png", "broken"), ("gone.jpg", "broken"),
    ]  # fmt: skip
