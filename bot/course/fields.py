"""How one field of the schedule document is read: markers that turn a function on words into a pydantic field.

Everything in the file is a string, a list or a mapping (`source.py`); these markers say what a field wants, in our own
words, and describe it for the JSON Schema. They know no course.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema

from bot.course.scalars import nearest
from bot.course.source import SHOWN, quote

JsonSchema = dict[str, Any]
_TELLING = ("on", "before", "at", "owe")
"""Keys whose values cannot be taken for those of another key."""


def _normal(written: str) -> str:
    return " ".join(written.casefold().replace("_", " ").split())


def found(value: Any) -> str:
    """What stands there, for messages."""
    if isinstance(value, dict):
        return "keys and values"
    return "a list" if isinstance(value, list) else "nothing" if value is None else quote(str(value))


@dataclass(frozen=True, eq=False)
class Reads:
    """A field whose single word is read by `function`; `schema` describes it in the JSON Schema."""

    function: Callable[[str], Any]
    schema: JsonSchema = field(default_factory=dict)

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        function = self.function

        def read(value: Any) -> Any:
            if isinstance(value, str):
                return function(value)
            if value is None:
                raise ValueError('nothing is written here: write a value; one that begins with # needs quotes, "#…"')
            raise ValueError(f"a single value is wanted here, not {found(value)}")

        return core_schema.no_info_plain_validator_function(read)

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchema:
        return {"type": ["string", "number"], **self.schema}


def choice(words: Mapping[str, Any], *, also: Mapping[str, Any] | None = None) -> Reads:
    """One of a few words; case, underscores and spaces do not matter. `also`: understood, not advertised."""
    values = {_normal(word): value for word, value in {**words, **(also or {})}.items()}

    def read(written: str) -> Any:
        wanted = _normal(written)
        if wanted in values:
            return values[wanted]
        near = nearest(wanted, words)
        advice = f', did you mean "{near}"? Write' if near else ": write"
        ways = " or ".join(words) if len(words) < 3 else f"one of {', '.join(words)}"
        raise ValueError(f"{quote(written)} is not known here{advice} {ways}")

    booleans = [flag for flag, word in ((True, "yes"), (False, "no")) if word in words]
    return Reads(read, {"type": ["string", "boolean"] if booleans else "string", "enum": [*words, *booleans]})


@dataclass(frozen=True, eq=False)
class OrWord:
    """Either keys and values of the field's model, or one of a few words that stand for a value."""

    model: Any
    words: Mapping[str, Any]
    instead: str
    advertised: tuple[str, ...]

    def __get_pydantic_core_schema__(self, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(value: Any, inner: core_schema.ValidatorFunctionWrapHandler) -> Any:
            if not isinstance(value, str):
                return inner(value)
            word = _normal(value)
            if word in self.words:
                return self.words[word]
            if word in ("on", "yes", "true") and "off" in self.words:
                return inner({})
            if key := self._key_for(value):
                raise ValueError(f"the key is missing: write {{{key}: {value}}}")
            near = nearest(word, self.advertised)
            advice = f', did you mean "{near}"? Write' if near else ": write"
            raise ValueError(f"{quote(value)} is not known here{advice} {self.instead}")

        return core_schema.no_info_wrap_validator_function(read, handler.generate_schema(self.model))

    def _key_for(self, written: str) -> str | None:
        """The key of the model that what was written is the value of."""
        for key in _TELLING if len(written) <= SHOWN else ():
            if key in getattr(self.model, "model_fields", ()):
                try:
                    self.model.model_validate({key: written})
                except ValidationError:
                    continue
                return key
        return None

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        words: list[Any] = [*self.advertised, *([False] if "off" in self.advertised else [])]
        return {"anyOf": [{"enum": words}, handler(schema)]}


@dataclass(frozen=True, eq=False)
class Several:
    """A list; one entry may stand alone without its brackets."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(value: Any) -> Any:
            return [value] if isinstance(value, str) else value

        return core_schema.no_info_before_validator_function(read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        many = handler(schema)
        items = many.get("items")
        return {"anyOf": [many, items]} if isinstance(items, dict) else dict(many)


_OFF = ("off", "no", "none", "false", "never")


@dataclass(frozen=True, eq=False)
class SeveralOrOff:
    """The list that `model` reads, one entry of it alone, or a word for none at all."""

    model: Any
    such_as: str

    def __get_pydantic_core_schema__(self, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(value: Any) -> Any:
            if isinstance(value, dict):
                wanted = f"a list is wanted here, such as {self.such_as}, or off; not {found(value)}"
                raise ValueError(wanted)  # noqa: TRY004 - what pydantic turns into a problem at its place
            return [] if isinstance(value, str) and _normal(value) in _OFF else value

        return core_schema.no_info_before_validator_function(read, handler.generate_schema(self.model))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return {"anyOf": [{"enum": ["off", False]}, handler(schema)]}


@dataclass(frozen=True, eq=False)
class Entries:
    """A list of entries with keys; a single one may stand alone. `one_entry_lists` makes a list of it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler(source)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        many = handler(schema)
        return {"anyOf": [many, many["items"]]}
