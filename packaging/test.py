"""Set Fieldwork up on this machine and run every check; end with 0 only if all of them passed.

python3 packaging/test.py [--setup-only] [--servers] [-- arguments for pytest]

Needs nothing but python3. It must stay readable for old Pythons, so that they get a sentence.
"""

import sys


def main(arguments: list[str]) -> int:
    """Refuse a Python that is too old, kindly; else prepare and check."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is read before any version is known
        sys.stderr.write("Fieldwork needs Python 3.11 or newer. Type: python3.11 packaging/test.py\n")
        return 1
    import checking

    return checking.run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
