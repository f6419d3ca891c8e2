"""Settings: coatxl.toml and its neighbours, printed in every report.

Order: command line, coatxl.toml (searched upward from the workbook), [tool.coatxl] of a pyproject.toml
on the same way, the user's own file, the defaults. Keys and defaults follow the standard's ambiguities.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from coatxl.settings.declared import (
    Accept,
    AcceptanceSettings,
    ChecklistSettings,
    CoverageSettings,
    Grade,
    LecSettings,
    MatrixSettings,
    Part,
    PhotoSettings,
    RuleSetting,
    Settings,
    StandardsSettings,
    TeamSettings,
)

__all__ = [
    "FILE_NAME",
    "Accept",
    "AcceptanceSettings",
    "ChecklistSettings",
    "CoverageSettings",
    "Grade",
    "LecSettings",
    "MatrixSettings",
    "Part",
    "PhotoSettings",
    "RuleSetting",
    "Settings",
    "SettingsError",
    "StandardsSettings",
    "TeamSettings",
    "load",
    "user_file",
]

FILE_NAME = "coatxl.toml"


class SettingsError(Exception):
    """A settings file that cannot be used; its text is one line with file, key and fix."""


def load(start: Path, overrides: dict[str, Any] | None = None, explicit: Path | None = None) -> Settings:
    """The settings for a workbook or folder; SettingsError names file, key and fix."""
    layers: list[tuple[str | None, dict[str, Any]]] = []
    for path, key in _places(start, explicit):
        data = _read(path, key)
        if data is not None:
            layers.append((str(path), _placed(data, path.parent)))
    merged: dict[str, Any] = {}
    for _, data in reversed(layers):
        merged = _merge(merged, data)
    merged = _merge(merged, overrides or {})
    names = [name for name, _ in layers]
    source = names[0] if names else None
    if not merged:
        return Settings(source=source)
    from coatxl.settings.validated import InvalidSetting, validated

    try:
        return validated({**merged, "source": source})
    except InvalidSetting as error:
        raise SettingsError(f"设置 {source or '命令行'}：{error}；可用的设置见 docs/settings.md") from None


def _places(start: Path, explicit: Path | None) -> list[tuple[Path, tuple[str, ...]]]:
    """Settings files that exist, nearest first."""
    places: list[tuple[Path, tuple[str, ...]]] = []
    if explicit is not None:
        places.append((explicit, ()))
    else:
        folder = start.resolve()
        for parent in (folder, *folder.parents):
            if (parent / FILE_NAME).is_file():
                places.append((parent / FILE_NAME, ()))
                break
        for parent in (folder, *folder.parents):
            if (parent / "pyproject.toml").is_file():
                places.append((parent / "pyproject.toml", ("tool", "coatxl")))
                break
    own = user_file()
    if own.is_file():
        places.append((own, ()))
    return places


def user_file() -> Path:
    """The user's own settings file; it need not exist."""
    import platformdirs

    return Path(platformdirs.user_config_dir("coatxl", appauthor=False)) / FILE_NAME


def _read(path: Path, key: tuple[str, ...]) -> dict[str, Any] | None:
    import tomllib

    try:
        data: Any = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        if key:  # somebody else's pyproject.toml: its faults are not ours to report
            return None
        message = f"设置 {path} 读不了：{' '.join(str(error).split())}；请用 UTF-8 的 TOML 格式"
        raise SettingsError(message) from None
    for part in key:
        data = data.get(part)
        if not isinstance(data, dict):
            return None
    return dict(data)


def _placed(data: dict[str, Any], folder: Path) -> dict[str, Any]:
    """A layer whose paths lead there from anywhere."""
    for part, key in (("standards", "register"), ("photo", "folder")):
        given = data.get(part)
        if isinstance(given, dict) and isinstance(given.get(key), str):
            data = {**data, part: {**given, key: str(folder / given[key])}}
    return data


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        old = merged.get(key)
        merged[key] = _merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged
