"""How a record keeps answers given to an earlier version of its questionnaire that have no place in its own.

`~1a2b3c4d/pay/late` is what `pay/late` was in the version whose digest begins so. No question's name has a `~`.
"""

MARK = "~"
_LENGTH = 8


def earlier_path(digest: str, path: str) -> str:
    """Return the path under which an answer to the version `digest` is kept; one that is kept already stays."""
    return path if is_earlier(path) else f"{MARK}{digest[:_LENGTH]}/{path}"


def is_earlier(path: str) -> bool:
    """Say whether an answer is one that is kept from an earlier version."""
    return path.startswith(MARK)


def parted(path: str) -> tuple[str, str]:
    """Return how that version's digest begins ("" for the record's own) and the answer's path in it."""
    if not is_earlier(path):
        return "", path
    version, _, rest = path.removeprefix(MARK).partition("/")
    return version, rest
