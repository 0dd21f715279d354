"""`python -m benchmarks`: every figure that the README quotes, each by one command."""

from __future__ import annotations

import importlib
from typing import Any

import click

COMMANDS = {
    "ablation": "benchmarks.ablation",
    "citations": "benchmarks.citations",
    "contributions": "benchmarks.contributions",
    "differences": "benchmarks.differences",
    "events": "benchmarks.events",
    "extremes": "benchmarks.extremes",
    "focus": "benchmarks.focus",
    "gate": "benchmarks.gate",
    "left_out": "benchmarks.left_out",
    "official": "benchmarks.official",
    "pairs": "benchmarks.pairs",
    "quality": "benchmarks.quality",
    "speed": "benchmarks.speed",
    "startup": "benchmarks.startup",
    "readability": "benchmarks.readability",
    "report": "benchmarks.report",
    "run": "benchmarks.run",
    "since": "benchmarks.since",
    "throughput": "benchmarks.throughput",
}


class Lazy(click.Group):
    """Import a command's module only when that command is called: some need heavy peers."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: Any = getattr(importlib.import_module(COMMANDS[name]), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Lazy, help=__doc__)
def main() -> None:
    pass


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
