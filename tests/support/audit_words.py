"""The action words of the audit as the code says them: what stands at every call of `audit.record`.

It reads source and runs nothing. A word that is put together is given as a pattern; one that cannot be told is an error.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

BOT = Path(__file__).parents[2] / "bot"
WORD = re.compile(r"[a-z]+(?:[-_][a-z]+)*")


@dataclass(frozen=True)
class Module:
    """One file that records something."""

    name: str
    tree: ast.Module

    def functions(self) -> Iterator[ast.FunctionDef]:
        return (one for one in ast.walk(self.tree) if isinstance(one, ast.FunctionDef))


def recorded() -> dict[str, set[str]]:
    """Regular expression of a word → the modules in which it is recorded."""
    found: dict[str, set[str]] = {}
    for path in sorted(BOT.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "audit.record(" not in text:
            continue
        module = Module(path.relative_to(BOT.parent).as_posix(), ast.parse(text))
        for function in module.functions():
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and ast.unparse(call.func) == "audit.record":
                    action = next(one.value for one in call.keywords if one.arg == "action")
                    for word in _words(action, function, module, ()):
                        found.setdefault(word, set()).add(module.name)
    return found


def _words(  # noqa: PLR0911 - one for each way to write a word
    value: ast.expr, inside: ast.FunctionDef, module: Module, seen: Sequence[str]
) -> set[str]:
    match value:
        case ast.Constant(value=str(word)):
            return {re.escape(word)} if word else set()
        case ast.IfExp(body=one, orelse=other):
            return _words(one, inside, module, seen) | _words(other, inside, module, seen)
        case ast.JoinedStr(values=parts):
            return {"".join(_part(one) for one in parts)}
        case ast.Attribute(attr="value") if "kind" in ast.unparse(value):
            return {"[a-z]+"}
        case ast.Attribute(value=ast.Name(id=there), attr=name) if name.isupper():
            return _constant(name, [ast.parse(one.read_text(encoding="utf-8")) for one in BOT.rglob(f"{there}.py")])
        case ast.Name(id=name) if name.isupper():
            return _constant(name, [module.tree, *_imported(name, module)])
        case ast.Call(func=ast.Name(id=name)):
            called = next(one for one in module.functions() if one.name == name)
            returned = [one.value for one in ast.walk(called) if isinstance(one, ast.Return) and one.value is not None]
            return {word for one in returned for word in _words(one, called, module, (*seen, name))}
        case ast.Name(id=name):
            return _named(name, inside, module, (*seen, name))
    raise AssertionError(f"{module.name}: cannot tell which word {ast.unparse(value)} is; say it where it is recorded")


def _named(name: str, inside: ast.FunctionDef, module: Module, seen: Sequence[str]) -> set[str]:
    """A variable's values: what it is set to, or what is given for it where the function is called."""
    if len(seen) > 4:
        raise AssertionError(f"{module.name}: {name} comes from too far away")
    given = [
        one.value
        for one in ast.walk(inside)
        if isinstance(one, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in one.targets)
    ]
    if given:
        return {word for one in given for word in _words(one, inside, module, seen)}
    arguments = [one.arg for one in (*inside.args.posonlyargs, *inside.args.args)]
    found: set[str] = set()
    for caller in module.functions():
        for call in ast.walk(caller):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == inside.name:
                by_name = [one.value for one in call.keywords if one.arg == name]
                value = by_name[0] if by_name else call.args[arguments.index(name)]
                found |= _words(value, caller, module, seen)
    return found


def _part(part: ast.expr) -> str:
    return re.escape(part.value) if isinstance(part, ast.Constant) and isinstance(part.value, str) else "[a-z]+"


def _constant(name: str, trees: Sequence[ast.Module]) -> set[str]:
    """What a constant of these modules is; one line may name several."""
    assigned = [one for tree in trees for one in tree.body if isinstance(one, ast.Assign)]
    values = {word for node in assigned for word in _assigned(node, name)}
    assert values, f"no constant {name}"
    return values


def _imported(name: str, module: Module) -> Iterator[ast.Module]:
    """The module that it is imported from."""
    for node in module.tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and name in [one.name for one in node.names]:
            path = BOT.parent / f"{node.module.replace('.', '/')}.py"
            yield ast.parse(path.read_text(encoding="utf-8"))


def _assigned(node: ast.Assign, name: str) -> Iterator[str]:
    for target in node.targets:
        match target, node.value:
            case ast.Name(id=one), ast.Constant(value=str(word)) if one == name and WORD.fullmatch(word):
                yield re.escape(word)
            case ast.Tuple(elts=names), ast.Tuple(elts=words):
                for known, said in zip(names, words, strict=False):
                    if isinstance(known, ast.Name) and known.id == name and isinstance(said, ast.Constant):
                        yield re.escape(str(said.value))
