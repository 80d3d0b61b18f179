"""Writes `_native.pyi` from the compiled module: `python stubs.py [--check]`.

The signatures and documentation are those of the Rust code. What is added are
the imports that its annotations need.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
STUB = HERE / "python/deskcore/_native.pyi"

HEADER = '''# Made by `make python-stubs`. Do not edit.
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol, Union, Unpack, final

import numpy
from numpy.typing import NDArray

from ._types import {types}

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

_Column = Union[int, NDArray[numpy.int64], NDArray[numpy.datetime64], NDArray[numpy.timedelta64], _ArrowArray, _ArrowStream]
'''

# What an attribute is cannot be annotated in Rust.
PROPERTIES = {
    "def status(self, /) -> str:": "def status(self, /) -> Status:",
    "def priority(self, /) -> str | None:": "def priority(self, /) -> Priority | None:",
    "def agents(self, /) -> Any:": "def agents(self, /) -> list[Agent]:",
    "record: dict)": "record: dict[str, Any])",
    ": SupportsIndex": ": int",
    "tuple[tuple[str], dict]": "tuple[tuple[str], dict[str, Any]]",
}


def annotated(code: str) -> str:
    code = re.sub(r'(: |-> )"([^"\n]+)"', r"\1\2", code)
    code = re.sub(r"\bColumn\b(?=[,)])", "_Column", code)
    for old, new in PROPERTIES.items():
        code = code.replace(old, new)
    return code


def made() -> str:
    with tempfile.TemporaryDirectory() as folder:
        command = ["maturin", "generate-stubs", "-q", "--out", folder]
        subprocess.run(command, cwd=HERE, check=True)
        text = (Path(folder) / "deskcore/_native.pyi").read_text()
    body = text[text.index("__all__") :]
    # Between the texts, which have quotes and names of their own.
    parts = re.split(r'(""".*?""")', body, flags=re.DOTALL)
    parts[::2] = map(annotated, parts[::2])
    body = "".join(parts)
    # Only what annotations name, not what texts speak of.
    code = re.sub(r'""".*?"""', "", body, flags=re.DOTALL)
    known = re.findall(r"^(\w+) = |^class (\w+)\(", (HERE / "python/deskcore/_types.py").read_text(), re.M)
    names = {alias or record for alias, record in known}
    used = sorted(name for name in names if re.search(rf"(: |-> |[\[| ]){name}\b(?=[,)\]: |])", code))
    return HEADER.format(types=", ".join(used)) + "\n" + body


def main() -> int:
    text = made()
    if "--check" not in sys.argv:
        STUB.write_text(text)
        return 0
    if STUB.read_text() == text:
        return 0
    print(f"{STUB.relative_to(HERE)} is stale: run `make python-stubs`")
    return 1


if __name__ == "__main__":
    sys.exit(main())
