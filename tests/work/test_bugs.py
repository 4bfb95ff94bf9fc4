import subprocess
import sys

PROGRAM = """
from monitor_app import __main__ as program
def broken(arguments):
    raise KeyError("answers/phone 555-0100")
program._command = broken
program.main()
"""


def test_a_bug_at_the_command_line_tells_where_and_quotes_nothing():
    command = [sys.executable, "-c", PROGRAM, "vault"]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    assert ended.returncode == 1
    assert "KeyError < __main__.py:" in ended.stderr
    assert "555-0100" not in ended.stderr
