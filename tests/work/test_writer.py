"""The writer thread: order, one thread, errors, closing."""

import threading
from collections.abc import Iterator

import pytest

from monitor_app.errors import Cancelled, WrongPassphrase
from monitor_app.text import N_
from monitor_app.work.reader import reading_beside
from monitor_app.work.writer import Priority, Writer


class Book:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.thread = threading.get_ident()
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def writer() -> Iterator[Writer[Book]]:
    made = Writer(Book, Book.close)
    yield made
    made.close()


def _hold(writer: Writer[Book]) -> threading.Event:
    """Keep the writer busy until the event is set, so that the order of what waits can be seen."""
    go, busy = threading.Event(), threading.Event()

    def wait(_: Book) -> None:
        busy.set()
        go.wait(10)

    writer.submit(wait)
    busy.wait(10)
    return go


def test_everything_runs_on_the_thread_that_opened(writer):
    assert writer.submit(lambda book: book.thread == threading.get_ident()).result(10)
    assert writer.submit(lambda _: threading.get_ident()).result(10) != threading.get_ident()


def test_answers_go_first_and_equals_in_order(writer):
    go = _hold(writer)
    for word, priority in (
        ("later", Priority.BACKGROUND),
        ("one", Priority.SCREEN),
        ("two", Priority.SCREEN),
        ("answer", Priority.ANSWER),
    ):
        last = writer.submit(lambda book, word=word: book.lines.append(word), priority=priority)
        if priority is Priority.BACKGROUND:
            end = last
    go.set()
    end.result(10)
    assert writer.submit(lambda book: book.lines).result(10) == ["answer", "one", "two", "later"]


def test_an_error_reaches_who_asked_and_the_next_job_runs(writer):
    def fail(_: Book) -> None:
        raise WrongPassphrase(N_("no"))

    with pytest.raises(WrongPassphrase):
        writer.submit(fail).result(10)
    assert writer.submit(lambda _: "still here").result(10) == "still here"


def test_a_vault_that_does_not_open_says_so_to_everyone():
    def refuse() -> Book:
        raise WrongPassphrase(N_("no"))

    writer = Writer(refuse, Book.close)
    with pytest.raises(WrongPassphrase):
        writer.opened().result(10)
    writer.close()
    assert writer.submit(lambda book: book.lines).cancelled()


def test_an_answer_overtakes_long_steps():
    times = iter(x * 0.015 for x in range(100_000))
    writer = Writer(Book, Book.close, clock=lambda: next(times))
    started = threading.Event()

    def steps(book: Book) -> Iterator[None]:
        for step in range(10):
            book.lines.append(f"step {step}")
            started.set()
            yield
        return "all"

    go = _hold(writer)
    long_work = writer.submit_steps(steps)
    answer = writer.submit(lambda book: book.lines.append("answer"), priority=Priority.ANSWER)
    go.set()
    assert long_work.result(10) == "all"
    answer.result(10)
    assert writer.submit(lambda book: book.lines).result(10)[0] == "answer"
    writer.close()


def test_steps_give_way_after_their_time_is_up():
    times = iter(x * 0.015 for x in range(100_000))
    writer = Writer(Book, Book.close, clock=lambda: next(times))
    asked: list[object] = []

    def steps(book: Book) -> Iterator[None]:
        for step in range(6):
            book.lines.append(f"step {step}")
            if not asked:
                asked.append(writer.submit(lambda book: book.lines.append("answer"), priority=Priority.ANSWER))
            yield

    writer.submit_steps(steps).result(10)
    lines = writer.submit(lambda book: book.lines).result(10)
    assert 0 < lines.index("answer") < 6
    writer.close()


def test_closing_does_the_answers_cancels_the_rest_and_closes_the_subject():
    books: list[Book] = []

    def open_it() -> Book:
        books.append(Book())
        return books[0]

    writer = Writer(open_it, Book.close)
    go = _hold(writer)
    answer = writer.submit(lambda book: book.lines.append("answer"), priority=Priority.ANSWER)
    other = writer.submit(lambda book: book.lines.append("other"))
    closer = threading.Thread(target=writer.close)
    closer.start()
    while not writer._closing:
        pass
    go.set()
    closer.join(10)
    assert (books[0].lines, books[0].is_closed) == (["answer"], True)
    assert answer.done()
    assert other.cancelled()


def test_steps_that_run_while_closing_are_told_that_they_stopped():
    writer = Writer(Book, Book.close)
    closer = threading.Thread(target=writer.close)

    def endless(_: Book) -> Iterator[None]:
        closer.start()
        while True:
            yield

    stopped = writer.submit_steps(endless)
    with pytest.raises(Cancelled):
        stopped.result(10)
    closer.join(10)


def test_an_error_while_closing_reaches_who_closes():
    def refuse(_: Book) -> None:
        raise WrongPassphrase(N_("no"))

    writer = Writer(Book, refuse)
    with pytest.raises(WrongPassphrase):
        writer.close()


def test_a_reader_is_made_from_the_writers_subject_on_its_own_thread(writer):
    reader = reading_beside(writer, lambda book: Book(), Book.close)
    threads = {one.submit(lambda book: book.thread).result(10) for one in (reader, writer)}
    reader.close()
    assert len(threads) == 2


def test_long_steps_take_turns_with_work_of_their_own_priority():
    times = iter(x * 0.015 for x in range(100_000))
    writer = Writer(Book, Book.close, clock=lambda: next(times))
    go = _hold(writer)

    def steps(book: Book, word: str) -> Iterator[None]:
        for _ in range(4):
            book.lines.append(word)
            yield

    both = [writer.submit_steps(lambda book, word=word: steps(book, word)) for word in ("one", "two")]
    go.set()
    for one in both:
        one.result(10)
    lines = writer.submit(lambda book: book.lines).result(10)
    writer.close()
    assert lines.index("two") < 4
