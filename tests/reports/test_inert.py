"""What a stranger's text may do in a report: nothing."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_cases import HOSTILE

from coatxl.reports.inert import inert, inert_json, one_line

ANY = st.text(st.characters(exclude_categories=[]))


def acts(text: str) -> list[str]:
    """Characters that steer a terminal, turn the reading direction, hide, or are none at all."""
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return [c for c in text if (unicodedata.category(c) in kinds and c != "\n") or ord(c) & 0xFFFE == 0xFFFE]


# Format characters of old scripts (Syriac, Kaithi, musical notes) belong to their texts and steer nothing.
OF_SCRIPTS = {"Cf"}


@given(ANY)
def test_nothing_in_the_basic_plane_acts(text: str):
    left = [c for c in acts(inert(text)) if unicodedata.category(c) not in OF_SCRIPTS and ord(c) <= 0xFFFF]
    assert left == []
    assert "\n" not in one_line(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_strings_are_inert_and_can_be_written_as_utf8(text: str):
    assert acts(inert(text)) == []
    assert inert(text).encode()


def test_what_is_hidden_becomes_visible():
    assert inert("\x1b[31m") == "\\x1b[31m"
    assert inert("\u202egnp.exe") == "\\u202egnp.exe"
    assert inert("零\u200b宽\udc80") == "零\\u200b宽\\udc80"
    assert inert("a\r\nb\u2028c\td") == "a\nb\nc d"
    assert one_line("第一行\n第二行\n") == "第一行↵第二行"
    assert one_line("一二三四五", 3) == "一二三……"


def test_plain_texts_stay_as_they_are():
    text = "失控诱因16“在喷漆作业场所附近吸烟。”×m³/h ≥0．9 ■ é 😀 𠮷"
    assert inert(text) == text


@given(st.dictionaries(ANY, ANY, max_size=4))
def test_inert_json_holds_the_same_values(value: dict[str, str]):
    document = inert_json(json.dumps(value, ensure_ascii=False))
    surrogates = {ord(c): "\ufffd" for text in (*value, *value.values()) for c in text if "\ud800" <= c <= "\udfff"}
    assert json.loads(document.encode()) == {k.translate(surrogates): v.translate(surrogates) for k, v in value.items()}
    assert [c for c in acts(document) if ord(c) <= 0xFFFF and unicodedata.category(c) not in OF_SCRIPTS] == []
