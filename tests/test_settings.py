from __future__ import annotations

import os
import pickle
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from coatxl.batch.folder import Job
from coatxl.batch.run import SettingsFor
from coatxl.settings import Accept, LecSettings, Part, PhotoSettings, RuleSetting, Settings
from coatxl.settings.validated import InvalidSetting, validated

OFF = {"CX8.2-06": RuleSetting(enabled=False)}
GROUPS = {"": Settings, **{each.name: each.kind for each in Settings.declared() if isinstance(each.default, Part)}}


def test_nothing_given_is_the_defaults_and_the_same_as_a_default_given():
    assert validated({}) == Settings() == Settings(retention_years=3)
    assert (Settings().given, Settings(retention_years=3).given) == (set(), {"retention_years"})
    assert Settings() != Settings(retention_years=5)


def test_values_are_checked_and_become_the_declared_parts():
    written = {
        "evaluation_date": "2026-03-31",
        "vague_words": ["适当"],
        "lec": {"band_rule": "lower_inclusive"},
        "standards": {"register": "册.xlsx"},
        "rules": {"CX8.2-06": {"enabled": False}},
        "accept": [{"rule": "CX7.1-01", "reason": "停产"}],
    }
    settings = validated(written)
    assert settings.evaluation_date == date(2026, 3, 31)
    assert settings.vague_words == ("适当",)
    assert settings.standards.file == "册.xlsx"
    assert settings.lec.given == {"band_rule"}
    assert (settings.rules, settings.accept) == (OFF, (Accept(rule="CX7.1-01", reason="停产"),))
    assert settings.given == written.keys()


@pytest.mark.parametrize("name", GROUPS)
def test_every_default_is_a_value_that_the_check_takes(name: str):
    keys = [each for each in GROUPS[name].declared() if each.described.description]
    values = {each.described.key or each.name: each.default for each in keys if each.default is not None}
    assert keys
    assert validated({name: values} if name else values) == Settings()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"lec": {"band_rule": "x"}}, r"lec\.band_rule 只能是"),
        ({"retention_years": 0}, "retention_years 不能用"),
        ({"accept": [{"rule": "CX7.1-01"}]}, r"accept\.0\.reason 必须填写"),
        ({"accept": [{"rule": "CX7.1-01", "reason": ""}]}, r"accept\.0\.reason 不能用"),
        ({"band_rule": 1}, "band_rule 没有这个设置"),
        ({"standards": {"file": "册.xlsx"}}, r"standards\.file 没有这个设置"),
    ],
)
def test_what_cannot_be_used_is_told_by_its_key(written, told):
    with pytest.raises(InvalidSetting, match=told):
        validated(written)


def test_what_was_given_travels_to_a_worker():
    settings = Settings(lec=LecSettings(band_rule="lower_inclusive"), rules=OFF, source="coatxl.toml")
    there = pickle.loads(pickle.dumps(settings))
    assert there == settings
    assert (there.given, there.lec.given) == ({"lec", "rules", "source"}, {"band_rule"})


def test_settings_are_printed_as_given_so_that_a_cache_can_tell_them_apart():
    assert repr(Settings(rules=OFF)) == "Settings(rules={'CX8.2-06': RuleSetting(enabled=False)})"
    assert repr(Settings(lec=LecSettings(band_rule="lower_inclusive"))) != repr(Settings())


def test_settings_are_never_changed_only_made_anew():
    settings = Settings(appendix_a=False)
    with pytest.raises(AttributeError, match="appendix_a"):
        settings.appendix_a = True
    changed = settings.but(photo=PhotoSettings(files=("a.jpg",)))
    assert (changed.appendix_a, changed.photo.files, settings.photo.files) == (False, ("a.jpg",), None)


@pytest.mark.parametrize(
    ("values", "told"), [({"rule": "CX7.1-01"}, "needs reason"), ({"rule": "a", "reason": "b", "row": 1}, "has no row")]
)
def test_a_wrong_name_or_a_missing_value_is_our_own_mistake(values, told):
    with pytest.raises(TypeError, match=told):
        Accept(**values)


def test_several_papers_share_a_photo_folder_by_their_names(tmp_path: Path):
    (tmp_path / "coatxl.toml").write_text("[photo]\nby_paper = false\ncheck_files = false\n", "utf-8")
    job = Job(tmp_path / "甲.xlsx", "甲.xlsx")
    one, several = SettingsFor()(job), SettingsFor(several=True)(job)
    assert (one.photo.by_paper, several.photo.by_paper) == (False, True)
    assert not several.photo.check_files


@pytest.mark.parametrize(("toml", "imported"), [(None, "False"), ("appendix_a = false\n", "True")])
def test_a_start_waits_for_the_checker_only_where_there_is_something_to_check(tmp_path, toml, imported):
    if toml is not None:
        (tmp_path / "coatxl.toml").write_text(toml, "utf-8")
    program = "import sys, pathlib; from coatxl.check import load_settings; load_settings(pathlib.Path()); print('pydantic' in sys.modules)"
    away = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "none"), "LOCALAPPDATA": str(tmp_path / "none")}
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=away, capture_output=True, check=True, text=True)  # fmt: skip
    assert done.stdout.strip() == imported
