"""Set Fieldwork up on this machine and start it: the window, or the guided run where there is no screen.

python3 packaging/run.py [--setup-only] [-- arguments for the program]

Needs nothing but python3. Any Python must be able to read this file, so that an old one gets a sentence.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an old Python is told so here
    sys.exit("Fieldwork needs Python 3.11 or newer. Type: python3.11 packaging/run.py")

if __name__ == "__main__":
    from starting import run

    sys.exit(run(sys.argv[1:]))
