"""What the repository shows people, as it is written."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def run(*arguments, **options):
    return subprocess.run([sys.executable, *map(str, arguments)], capture_output=True, text=True, **options)


def test_late():
    result = run(ROOT / "examples/python/late.py")
    assert result.returncode == 0, result.stderr
    states = {line.split()[0]: line.split()[1:3] for line in result.stdout.splitlines()}
    assert states["A-1001"] == ["ok", "met"]
    assert states["A-1003"] == ["LATE", "breached"]
    assert states["A-1004"] == ["LATE", "breached"]
    assert states["A-1005"] == ["ok", "running"]
    assert len(states) == 7


def test_late_names_the_row(tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("id,channel,customer,language,tier,opened_at,replied_at\nA-1,email,,,,yesterday,\n")
    result = run(ROOT / "examples/python/late.py", bad)
    assert result.returncode == 1 and "bad.csv:2: /at: " in result.stderr


@pytest.mark.parametrize("readme", ["README.md", "crates/py/README.md"])
def test_python_of_the_readmes(readme, tmp_path):
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / readme).read_text(), re.DOTALL)
    assert blocks
    for block in blocks:
        script = tmp_path / "block.py"
        script.write_text(block)
        result = run(script, cwd=ROOT / "examples/python")
        assert result.returncode == 0, result.stderr
