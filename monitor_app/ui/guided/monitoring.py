"""The monitor's part of the guided walk: unlock, interview, finish, send. Presses what a person would press."""

from collections.abc import Callable

from monitor_app.forms.views import Kind, QuestionView
from monitor_app.ui.forms.choice_row import ChoiceRow
from monitor_app.ui.forms.field import Field
from monitor_app.ui.guided.driver import Driver

_PREFERRED = ("yes", "release", "safety")
TAKE = Callable[[str], None]


def unlock(driver: Driver, passphrase: str) -> None:
    """Type the passphrase and wait for what to do today."""
    driver.type_into("Passphrase", passphrase)
    driver.press("Unlock")
    driver.wait(lambda: driver.window.title.text() == "Today", "today")
    driver.wait(lambda: driver.button("New interview"), "the questionnaires")


def interview(driver: Driver, *, story: str, take: TAKE) -> None:
    """Hold a short interview with the worker questionnaire and finish it."""
    driver.press("New interview: Worker")
    driver.wait(lambda: driver.button("Next page"), "the first page")
    take("interview-telling")
    while True:
        answer_page(driver, story)
        take_page(fields(driver), take)
        if not driver.button("Next page"):
            break
        driver.press("Next page")
    driver.press("Finish the record")
    driver.wait(lambda: driver.window.title.text() == "Today", "today, after finishing")


def answer_page(driver: Driver, story: str) -> None:
    """Answer what has to be answered on this page; an answer may bring up further questions."""
    answered: set[str] = set()
    while waiting := [one for one in fields(driver) if _is_asked(one.view) and one.view.path not in answered]:
        answered.add(waiting[0].view.path)
        answer(driver, waiting[0], story)


def take_page(page: list[Field], take: TAKE) -> None:
    """Take a picture of the pages that say most."""
    paths = {field.view.path for field in page}
    for path, name in (("consent/agree_interview", "interview-consent"), ("opening/story", "interview-story")):
        if path in paths:
            take(name)


def fields(driver: Driver) -> list[Field]:
    """Return the questions that are shown, from top to bottom."""
    shown = [field for field in driver.window.findChildren(Field) if field.isVisible()]
    return sorted(shown, key=lambda field: field.y())


def answer(driver: Driver, field: Field, story: str) -> None:
    """Answer one question the way the story goes."""
    if field.view.kind is Kind.TEXT:
        driver.type_into(field.view.label.plain, story)
    else:
        for value in _chosen(field.view):
            press_choice(driver, field.view.path, value)
    driver.rest(30)


def _is_asked(view: QuestionView) -> bool:
    """Say whether the story answers this question: what is needed, and the opening."""
    return view.kind is not Kind.NOTE and (view.required or view.path.startswith("opening/"))


def _chosen(view: QuestionView) -> list[str]:
    """Return the values of the choices to take: all that was told; one topic; yes where there is a yes."""
    values = [choice.value for choice in view.choices]
    if view.path.endswith("told"):
        return values
    return [value for value in values if value in _PREFERRED] or values[:1]


def press_choice(driver: Driver, path: str, value: str) -> None:
    """Press one choice of a question, unless it is chosen already."""
    field = next((one for one in fields(driver) if one.view.path == path), None)
    rows = field.findChildren(ChoiceRow) if field is not None else []
    for row in rows:
        if row.value == value and not row.button.isChecked():
            row.button.click()


def send(driver: Driver, take: TAKE) -> None:
    """Send and receive through the shared folder."""
    driver.window.go("sync")
    driver.press("Sync now")
    driver.wait(lambda: driver.button("Sync now"), "the end of the exchange")
    driver.rest(300)
    take("sync")
