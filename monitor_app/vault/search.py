"""Full text in every script: words as they are, scripts without spaces as pairs of neighbouring characters.

What people type never reaches SQLite as syntax. Fed by the projections; knows no event.
"""

import itertools
import unicodedata

import regex

from monitor_app.vault.vault import PLAIN_INSERT, Vault

TABLES = ("search", "search_subject")
CREATE = (
    """CREATE VIRTUAL TABLE search USING fts5(
        text, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'")""",
    "INSERT INTO search (search, rank) VALUES ('secure-delete', 1)",
    """CREATE TABLE search_subject (
        number INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, UNIQUE (kind, subject))""",
)

_UNSPACED = regex.compile(
    r"(?:[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー々]\p{M}*)+", cache_pattern=False
)
_WORD = regex.compile(r"[^\s\p{P}\p{S}\p{C}]*[\p{L}\p{N}][^\s\p{P}\p{S}\p{C}]*")
_CLUSTER = regex.compile(r"\X")
_ARTICLE = regex.compile(r"(?<![\p{L}\p{M}])[وفبك]?ال(?=\p{Arabic}{2,})")
_ARABIC_MARKS = regex.compile(r"[\u0640\u064b-\u0652\u0670]")
_LETTERS = str.maketrans(
    {"đ": "d", "ł": "l", "ø": "o", "ħ": "h", "ı": "i", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي"}
)


def folded(text: str) -> str:
    """Return text in which letters that people take for the same are the same."""
    plain = _ARABIC_MARKS.sub("", unicodedata.normalize("NFKC", text).casefold()).translate(_LETTERS)
    return _ARTICLE.sub("", plain)


def indexed(text: str) -> str:
    """Return what is put into the index for a text."""
    return _UNSPACED.sub(lambda run: f" {' '.join([*_pairs(run[0]), _clusters(run[0])[-1]])} ", folded(text))


def query(typed: str) -> str:
    """Return an FTS5 expression for what a person typed: all words, the last one as a beginning; "" if none."""
    terms: list[str] = []
    rest = 0
    text = folded(typed)
    for run in _UNSPACED.finditer(text):
        terms += _words(text[rest : run.start()])
        terms.append(_run_term(run[0]))
        rest = run.end()
    last = _words(text[rest:])
    if last and text[-1].isalnum():
        last[-1] += "*"
    return " ".join(terms + last)


def put(vault: Vault, kind: str, subject: str, text: str) -> None:
    """Index a subject's text in place of what was indexed before. Runs inside a transaction."""
    known = vault.row("SELECT number FROM search_subject WHERE kind = ? AND subject = ?", kind, subject)
    if known:
        vault.run("DELETE FROM search WHERE rowid = ?", known[0])
    else:
        vault.run(f"{PLAIN_INSERT} INTO search_subject (kind, subject) VALUES (?, ?)", kind, subject)
        known = vault.row("SELECT last_insert_rowid()")
    vault.run("INSERT INTO search (rowid, text) VALUES (?, ?)", known[0] if known else 0, indexed(text))


def drop(vault: Vault, kind: str, subject: str) -> None:
    """Forget a subject's text. Runs inside a transaction."""
    vault.run(
        "DELETE FROM search WHERE rowid IN (SELECT number FROM search_subject WHERE kind = ? AND subject = ?)",
        *(kind, subject),
    )
    vault.run("DELETE FROM search_subject WHERE kind = ? AND subject = ?", kind, subject)


def subjects(vault: Vault, kind: str, typed: str, *, limit: int = 50) -> list[str]:
    """Return the subjects of a kind whose text holds what was typed, best first."""
    wanted = query(typed)
    if not wanted:
        return []
    found = vault.rows(
        """SELECT s.subject FROM search JOIN search_subject s ON s.number = search.rowid
        WHERE search MATCH ? AND s.kind = ? ORDER BY search.rank LIMIT ?""",
        *(wanted, kind, limit),
    )
    return [subject for (subject,) in found]


def _words(text: str) -> list[str]:
    return [f'"{word}"' for word in _WORD.findall(text)]


def _run_term(run: str) -> str:
    pairs = _pairs(run)
    return f'"{" ".join(pairs)}"' if pairs else f'"{run}"*'


def _clusters(run: str) -> list[str]:
    return _CLUSTER.findall(run)


def _pairs(run: str) -> list[str]:
    clusters = _clusters(run)
    return [one + other for one, other in itertools.pairwise(clusters)]
