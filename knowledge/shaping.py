"""Text into the shapes of `knowledge.schema`, and pydantic's errors into problems with a remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from knowledge.problem import Fault, Problem, did_you_mean, shown

Steps = tuple[str | int, ...]
Shaped = TypeVar("Shaped", bound=BaseModel)

_WANTED = {
    "list_type": ("it is no list", "Write one item a line, each after '- ', or [one, another]"),
    "dict_type": ("it is no mapping", "Write 'key: value', one a line"),
    "model_type": ("it is no mapping", "Write 'key: value', one a line"),
    "string_type": ("it is a list or mapping where text belongs", "Write plain text; put it in quotes if it has ': '"),
    "too_short": ("it is empty", "Write at least one item, or remove the line"),
}


def shaped(
    model: type[Shaped], written: Mapping[str, object], file: str, line_of: Callable[[Steps], int], within: Steps = ()
) -> tuple[Shaped | None, list[Problem]]:
    """The text in its shape, or every problem of it. What is empty counts as not written.

    `within` is where `written` stands in its file, for the names and lines of problems.
    """

    def problem(details: ErrorDetails) -> Problem:
        path = tuple(step for step in details["loc"] if step != "[key]")
        return _fault(model, details, path).at(file, line_of(within + path), named(within + path))

    try:
        return model.model_validate({key: value for key, value in written.items() if value != ""}), []
    except ValidationError as error:
        return None, [problem(details) for details in error.errors(include_url=False)]


def named(path: Steps) -> str:
    """A path as an editor writes it: `phrases[2]`, `units.rate`; items count from 1."""
    name = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return name.removeprefix(".") or "file"


def _fault(model: type[BaseModel], details: ErrorDetails, path: Steps) -> Fault:
    kind, written = details["type"], details["input"]
    match kind:
        case "value_error":
            return _raised(details)
        case "missing":
            return Fault("it is missing", f"Write it{_such_as(model, path)}")
        case "extra_forbidden":
            name = str(path[-1])
            return Fault(f"there is no field {shown(name)}", did_you_mean(name, _fields(model, path), "remove it"))
        case "literal_error":
            return Fault(f"{shown(str(written))} is not allowed here", did_you_mean(str(written), _allowed(details)))
        case _:
            what, remedy = _WANTED.get(kind, (details["msg"][:1].lower() + details["msg"][1:], "See the fields' page"))
            return Fault(what, remedy + _such_as(model, path))


def _raised(details: ErrorDetails) -> Fault:
    error = details.get("ctx", {}).get("error")
    return error if isinstance(error, Fault) else Fault(details["msg"], "See the fields' page")


def _such_as(model: type[BaseModel], path: Steps) -> str:
    """ ", such as …" with the field's example; nothing for a field of a shape within."""
    field = model.model_fields.get(str(path[0])) if len(path) == 1 else None
    return f", such as {path[0]}: {field.examples[0]}" if field and field.examples else ""


def _fields(model: type[BaseModel], path: Steps) -> list[str]:
    """The fields of the shape that `path` ends in."""
    for step in path[:-1]:
        if isinstance(step, str) and (inner := _shape_within(model.model_fields[step].annotation)):
            model = inner
    return list(model.model_fields)


def _shape_within(annotation: Any) -> type[BaseModel] | None:
    shapes = [a for a in get_args(annotation) if isinstance(a, type) and issubclass(a, BaseModel)]
    return shapes[0] if shapes else None


def _allowed(details: ErrorDetails) -> list[str]:
    """What pydantic says was expected: "'a', 'b' or 'c'"."""
    expected = str(details.get("ctx", {}).get("expected", ""))
    return [part.strip(" '") for part in expected.replace(" or ", ", ").split(",")]
