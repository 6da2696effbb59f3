"""Pickles that would run code, by every opcode that can call, with every well-known thing to call.

What they run would create a file named `canary` in the working folder.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.builders.containers import torch_zip
from tests.builders.hostile.case import Case, Outcome, file, in_every_container
from tests.builders.opcodes import (
    BUILD,
    MARK,
    NEWOBJ,
    NEWOBJ_EX,
    REDUCE,
    STACK_GLOBAL,
    StorageOf,
    call,
    mapping,
    name,
    pickle,
    push,
    tensor,
    text,
)

SHELL = "touch canary"
PYTHON = "open('canary', 'w').close()"

CALLS: dict[str, tuple[str, str, tuple[object, ...]]] = {
    "os.system": ("os", "system", (SHELL,)),
    "posix.system": ("posix", "system", (SHELL,)),
    "builtins.eval": ("builtins", "eval", (PYTHON,)),
    "builtins.exec": ("builtins", "exec", (PYTHON,)),
    "builtins.eval by its Python 2 name": ("__builtin__", "eval", (PYTHON,)),
    "subprocess.call": ("subprocess", "call", (["touch", "canary"],)),
    "pty.spawn": ("pty", "spawn", (["touch", "canary"],)),
    "runpy._run_code": ("runpy", "_run_code", (PYTHON, {})),
    "timeit.timeit": ("timeit", "timeit", (PYTHON,)),
    "code.interact": ("code", "InteractiveInterpreter", ()),
    "builtins.open": ("builtins", "open", ("canary", "w")),
    "pathlib.Path.touch": ("pathlib", "Path.touch", (call("pathlib", "Path", "canary"),)),
    "torch.load": ("torch", "load", ("model.pth",)),
    "torch.hub.load": ("torch.hub", "load", (".", "model")),
    "numpy.load": ("numpy", "load", ("model.pth", None, True)),
    "importlib.import_module": ("importlib", "import_module", ("canary",)),
    "torch._utils's own modules": ("torch._utils", "os.system", (SHELL,)),
    "torch.serialization.os.system": ("torch.serialization", "os.system", (SHELL,)),
}


def cases() -> Iterator[Case]:
    for what, (module, attribute, arguments) in CALLS.items():
        yield from in_every_container(
            f"{what} as a value", lambda _, c=(module, attribute, *arguments): push({"x": call(*c)}), Outcome.OPENS
        )
        yield from _ways(what, module, attribute, arguments)
    yield from _hidden()


def _ways(what: str, module: str, attribute: str, arguments: tuple[object, ...]) -> Iterator[Case]:
    """Every way besides REDUCE in which a pickle can call something."""
    target = name(module, attribute)
    operands = b"".join(map(push, arguments))
    ways = {
        "at the root": call(module, attribute, *arguments),
        "STACK_GLOBAL": text(module) + text(attribute) + STACK_GLOBAL + push(arguments) + REDUCE,
        "NEWOBJ": target + push(arguments) + NEWOBJ,
        "NEWOBJ_EX": target + push(arguments) + push({}) + NEWOBJ_EX,
        "INST": MARK + operands + b"i" + target[1:],
        "OBJ": MARK + target + operands + b"o",
        "BUILD": name("types", "SimpleNamespace") + b")" + NEWOBJ + push({"__setstate__": target}) + BUILD,
    }
    for way, body in ways.items():
        yield file(f"zip: {what} by {way}", lambda body=body: torch_zip(pickle(body, 4)))


def _hidden() -> Iterator[Case]:
    system = call("os", "system", SHELL)
    getattr_call = call("builtins", "getattr", call("builtins", "__import__", "os"), "system")

    def tied(storage: StorageOf) -> bytes:
        return push({"weight": tensor(storage(), offset=system)})

    bodies = {
        "getattr of an import": lambda _: getattr_call + push((SHELL,)) + REDUCE,
        "as a tensor's offset": tied,
        "as a storage's size": lambda storage: push({"weight": tensor(storage(system))}),
        "as a storage's key": lambda storage: push({"weight": tensor(storage(key=system))}),
        "as a persistent id": lambda _: push({"weight": system + b"Q"}),
        "as a key": lambda _: mapping([(system, 1)]),
        "as a state": lambda _: call("collections", "OrderedDict") + system + BUILD,
        "as backward hooks": lambda storage: call(
            "torch._utils", "_rebuild_tensor_v2", storage(), 0, (4,), (1,), False, push({1: system})
        ),
        "in a nested pickle": lambda _: push({"x": call("torch.storage", "_load_from_bytes", _nested(system))}),
        "in a pickle for pickle.loads": lambda _: push({"x": call("pickle", "loads", _nested(system))}),
        "as an extension code": lambda _: push({"x": b"\x82\x01"}),
        "in a reducer of a known name": lambda _: call("copyreg", "_reconstructor", name("os", "system"), None, SHELL),
        "as a type to rebuild": lambda storage: call(
            "torch._tensor", "_rebuild_from_type_v2", name("os", "system"), name("os", "system"), (SHELL,), {}
        ),
        "as a parameter's data": lambda _: call("torch._utils", "_rebuild_parameter", system, False, None),
        "as a numpy type": lambda _: call("numpy", "dtype", system, 0, 1),
    }
    for what, body in bodies.items():
        yield from in_every_container(f"a call {what}", body)


def _nested(body: bytes) -> bytes:
    """A pickle as a bytes object inside another one, as `_codecs.encode` carries it in protocol 2."""
    return call("_codecs", "encode", pickle(body).decode("latin-1"), "latin1")
