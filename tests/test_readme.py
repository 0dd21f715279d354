"""The README cannot rot: its brief is printed anew, its Python runs, its commands exist.

`python tests/test_readme.py` writes the brief that it should show into it.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from summarize.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


SHOWN = re.compile(r"(<!-- brief: summarize (.*?) -->\n```text\n)(.*?)```", re.DOTALL)


def printed(command: str) -> str:
    result = CliRunner().invoke(main, shlex.split(command))
    assert result.exit_code == 0
    return result.stdout.rstrip() + "\n"


def test_the_printed_brief_is_current() -> None:
    ((_, command, shown),) = SHOWN.findall(README)
    assert shown == printed(command)


@pytest.mark.parametrize("block", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_python_runs(block: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block, "README.md", "exec"), {"__name__": "readme"})
    assert capsys.readouterr().out


def test_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (block,) = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "notes").mkdir()
    (tmp_path / "today").mkdir()
    for name in ("a.txt", "b.html", "notes/c.md", "today/d.txt"):
        text = f"The dam at Langwedel held through the night, {name} said on Monday morning."
        (tmp_path / name).write_text(f"<p>{text}</p>" if name[0] == "b" else text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    commands = [line.partition("#")[0] for line in block.splitlines()]
    assert len(commands) == 11
    for command in commands:
        result = CliRunner().invoke(main, shlex.split(command)[1:])
        assert result.exit_code == 0, (command, result.output)


@pytest.mark.parametrize("marker", ["main job", "tests"])
def test_marked_blocks(marker: str) -> None:
    assert re.search(rf"^<!-- {marker} -->\n```bash\n[^`]+```", README, re.MULTILINE)


if __name__ == "__main__":
    (ROOT / "README.md").write_text(
        SHOWN.sub(lambda match: f"{match[1]}{printed(match[2])}```", README), encoding="utf-8"
    )
