"""Feeds the conformance protocol to the engine: `run_engine.py eval|replay`, JSON lines in and out."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from monitor_app.forms.conformance import evaluate_lines, replay_lines

if __name__ == "__main__":
    replaying = sys.argv[1:] == ["replay"]
    answers = (
        replay_lines(sys.stdin, lambda name: Path(name).read_bytes())
        if replaying
        else evaluate_lines(sys.stdin)
    )
    for answer in answers:
        sys.stdout.write(answer + "\n")
