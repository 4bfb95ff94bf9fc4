"""Set Fieldwork up on this machine and run every check; end with 0 only if all of them passed.

python3 packaging/test.py [--setup-only] [--servers] [-- arguments for pytest]

Needs nothing but python3. Any Python must be able to read this file, so that an old one gets a sentence.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an old Python is told so here
    sys.exit("Fieldwork needs Python 3.11 or newer. Type: python3.11 packaging/test.py")

if __name__ == "__main__":
    from checking import run

    sys.exit(run(sys.argv[1:]))
