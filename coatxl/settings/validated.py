"""validated: what a person wrote, checked by a pydantic model that is made from the declared settings.

Imported only where there is something to check: pydantic costs as much as the rest of a start.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from coatxl.settings.declared import Declared, Part, Settings

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_PARTS: dict[type[BaseModel], type[Part]] = {}


class InvalidSetting(ValueError):  # noqa: N818 — read as a sentence
    """A value that cannot be used; its text is the key and the reason."""


def validated(values: Mapping[str, Any]) -> Settings:
    """Settings from plain values, as TOML gives them; InvalidSetting for the first that cannot be used."""
    try:
        settings = _plain(_model(Settings)(**values))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise InvalidSetting(f"{name} {_reason(first)}") from None
    assert isinstance(settings, Settings)  # noqa: S101 — for the type checker
    return settings


@cache
def _model(part: type[Part]) -> type[BaseModel]:
    """The model that checks a part."""
    taken: dict[str, Any] = {each.name: (_checked(each.kind), _field(each)) for each in part.declared()}
    model: type[BaseModel] = create_model(part.__name__, __config__=ConfigDict(extra="forbid"), **taken)
    _PARTS[model] = part
    return model


def _checked(annotation: Any) -> Any:  # noqa: ANN401 — annotations are of any type
    """An annotation with the models of its parts."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in (tuple, Mapping):
        return (tuple if origin is tuple else dict)[tuple(map(_checked, inner))]
    is_part = isinstance(annotation, type) and issubclass(annotation, Part)
    return _model(annotation) if is_part else annotation


def _field(declared: Declared) -> Any:  # noqa: ANN401 — pydantic's
    """What the model needs to know of a setting; its default is never looked at, since only given values are taken."""
    told = declared.described
    default = ... if declared.default is ... else None
    return Field(default=default, alias=told.key, ge=told.ge, min_length=told.min_length)


def _plain(value: object) -> object:
    """A model as the part that it was made from, with what was given; likewise all that holds models."""
    if isinstance(value, BaseModel):
        return _PARTS[type(value)](**{name: _plain(getattr(value, name)) for name in value.model_fields_set})
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


def _reason(error: ErrorDetails) -> str:
    """Why a value cannot be used, in the product's own language where it is one of the usual faults."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden" and error["loc"][:1] == ("rules",):
        return '里没有这一项；规则编号要加引号：[rules."CX8.2-06"]'
    if kind == "extra_forbidden":
        return "没有这个设置"
    if kind == "literal_error":
        return f"只能是 {context.get('expected', '').replace(' or ', '、').replace(', ', '、')}"
    if kind == "missing":
        return "必须填写"
    if kind.startswith("date"):
        return "应是日期，如 2026-03-31"
    if kind.startswith("bool"):
        return "应是 true 或 false"
    return f"不能用（{error['msg']}）"
