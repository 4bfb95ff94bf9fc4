"""Set Fieldwork up on this machine and start it: the window, or the guided run where there is no screen.

python3 packaging/run.py [--setup-only] [-- arguments for the program]

Needs nothing but python3. It must stay readable for old Pythons, so that they get a sentence.
"""

import sys


def main(arguments: list[str]) -> int:
    """Refuse a Python that is too old, kindly; else prepare and start."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is read before any version is known
        sys.stderr.write("Fieldwork needs Python 3.11 or newer. Type: python3.11 packaging/run.py\n")
        return 1
    import starting

    return starting.run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
