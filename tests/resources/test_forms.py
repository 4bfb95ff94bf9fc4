"""Our questionnaires: they compile, speak both languages, belong to rules, and ask nobody who they are."""

import re
import tomllib
from collections import Counter

LANGUAGES = ("English (en)", "中文 (zh)")
LEAN = ("consent", "consent_uses", "telling")
NOT_ASKED = ("note", "calculate", "begin_group", "end_group", "begin_repeat", "end_repeat")
WHO = re.compile(
    r"(your|full|first|last|family|given)[ _]+name|employee[ _]+(number|id)|staff[ _]+(number|id)|birth"
    r"|姓名是|叫什么|工号|出生",
    re.IGNORECASE,
)
WHO_AS_NAME = re.compile(
    r"(^|_)(name|surname|employee_(no|number|id)|badge|birth\w*|dob|passport_no|id_no|line)(_|$)"
)


def _grouped(rows):
    """Yield (outermost group, row) for every row."""
    stack: list[str] = []
    for row in rows:
        if row["type"].startswith("begin"):
            stack.append(row["name"])
        yield (stack[0] if stack else ""), row
        if row["type"].startswith("end"):
            stack.pop()


def _questions(rows):
    return [(group, row) for group, row in _grouped(rows) if row["type"] not in NOT_ASKED]


def _list_of(row):
    return row["type"].split()[1] if row["type"].startswith("select") else ""


def test_every_form_compiles_with_nothing_worth_a_warning(form_name, compiled):
    # pyxform would have pictures made smaller; ours stay as they came.
    assert [one for one in compiled(form_name).warnings if "max-pixels" not in one] == []


def test_a_form_is_called_like_its_file_and_has_a_version(form_name, workbook):
    (settings,) = workbook(form_name).settings

    assert settings["form_id"] == form_name
    assert settings["version"]


def test_our_engine_reads_every_form_and_supports_all_of_it(form_name, form):
    assert form(form_name).unsupported == ()


def test_every_word_shown_is_there_in_both_languages(form_name, workbook):
    book = workbook(form_name)
    shown = [key for key in book.survey_header[0] if "::" in key]
    bases = {key.split("::")[0] for key in shown}
    lacking = [
        (row.get("name"), base)
        for row in [*book.survey, *book.choices]
        for base in bases
        if len({bool(row.get(f"{base}::{language}")) for language in LANGUAGES}) != 1
    ]

    assert lacking == []


def test_everything_but_calculations_has_a_label(form_name, workbook):
    book = workbook(form_name)
    unlabelled = [
        row.get("name")
        for row in [*book.survey, *book.choices]
        if row.get("type") not in ("calculate", "end_group", "end_repeat")
        and not row.get(f"label::{LANGUAGES[0]}")
    ]

    assert unlabelled == []


def test_chinese_is_chinese(form_name, workbook):
    book = workbook(form_name)
    odd = [
        row["name"]
        for row in [*book.survey, *book.choices]
        if (text := row.get(f"label::{LANGUAGES[1]}")) and not re.search(r"[\u4e00-\u9fff]", text)
    ]

    assert odd == []


def test_no_two_questions_share_a_name(form_name, workbook):
    names = Counter(row["name"] for row in workbook(form_name).survey if "name" in row)

    assert [name for name, count in names.items() if count > 1] == []


def test_every_list_of_choices_is_used(form_name, workbook):
    book = workbook(form_name)

    assert {row["list_name"] for row in book.choices} == {_list_of(row) for row in book.survey} - {""}


def test_nothing_is_required_beyond_the_consent(form_name, workbook):
    outside = [
        row["name"]
        for group, row in _questions(workbook(form_name).survey)
        if group not in LEAN and "required" in row
    ]

    assert outside == []


def test_every_consent_question_about_a_use_needs_a_clear_yes_or_no(workbook):
    book = workbook("worker_interview")
    uses = [row for _, row in _questions(book.survey) if row["name"].startswith("agree_")]

    assert {(row["type"], row.get("required")) for row in uses} == {("select_one yes_no", "yes")}
    assert len(uses) == 14


def test_consent_comes_before_everything_else(workbook):
    groups = [group for group, _ in _grouped(workbook("worker_interview").survey)]

    assert list(dict.fromkeys(groups))[:3] == ["telling", "consent", "consent_uses"]


def test_what_the_worker_is_asked_outside_consent_may_be_declined_in_so_many_words(workbook):
    book = workbook("worker_interview")
    can_decline = {row["list_name"] for row in book.choices if row["name"] == "declined"}
    by_monitor = {"setting", "opening", "how_now", "follow_up", "safe_contact", "monitor_check", "indicators"}
    stiff = [
        row["name"]
        for group, row in _questions(book.survey)
        if _list_of(row) and group not in by_monitor and group not in LEAN and _list_of(row) not in can_decline
    ]

    assert stiff == []


def test_a_single_choice_and_a_number_never_force_an_answer_by_a_constraint(form_name, workbook):
    # A constraint is not tried on an empty answer; one about '' or a length above 0 would still force one.
    forcing = [
        row["name"]
        for group, row in _questions(workbook(form_name).survey)
        if group not in LEAN and re.search(r"!= *''|string-length\(\.\) *>", row.get("constraint", ""))
    ]

    assert forcing == []


def test_every_theme_of_the_code_is_asked_about_at_least_three_times(workbook, norms):
    asked = Counter(row.get("provision") for _, row in _questions(workbook("worker_interview").survey))
    themes = [one["key"] for one in norms("provisions.toml")["provision"]]

    assert len(themes) == 11
    assert [key for key in themes if asked[key] < 3] == []


def test_an_observation_touches_every_theme(workbook, norms):
    asked = {row.get("provision") for _, row in _questions(workbook("factory_observation").survey)}

    assert {one["key"] for one in norms("provisions.toml")["provision"]} <= asked


def test_every_rule_named_in_a_form_is_in_the_code(form_name, workbook, norms):
    known = {one["key"] for one in norms("provisions.toml")["provision"]}

    assert {row["provision"] for row in workbook(form_name).survey if "provision" in row} <= known


def test_a_photo_can_be_given_to_each_rule_of_the_code(workbook, norms):
    offered = {
        row["name"] for row in workbook("factory_observation").choices if row["list_name"] == "provision"
    }

    assert offered - {"none"} == {one["key"] for one in norms("provisions.toml")["provision"]}


def test_nobody_is_asked_for_a_name_an_employee_number_or_a_birth_date(form_name, workbook):
    questions = [row for _, row in _questions(workbook(form_name).survey)]
    asking = [
        row["name"]
        for row in questions
        if WHO_AS_NAME.search(row["name"])
        or any(WHO.search(row[f"label::{language}"]) for language in LANGUAGES)
    ]

    assert asking == []


def test_only_safe_contact_is_sealed_apart_and_all_of_it_is(workbook):
    rows = [row for _, row in _grouped(workbook("worker_interview").survey) if "name" in row]
    sealed = {row["name"] for row in rows if row.get("identity") == "yes"}
    contact = {
        row["name"]
        for group, row in _grouped(workbook("worker_interview").survey)
        if group == "safe_contact" and "name" in row
    }

    assert sealed == contact
    assert len(sealed) == 6


def test_every_question_of_consent_and_distress_is_marked_sensitive(workbook):
    marks = {
        "telling": "consent",
        "consent": "consent",
        "consent_uses": "consent",
        "loss": "distress",
        "how_now": "distress",
    }
    wrong = [
        row.get("name")
        for group, row in _grouped(workbook("worker_interview").survey)
        if "name" in row and row["type"] != "calculate" and row.get("sensitive") != marks.get(group)
    ]

    assert wrong == []


def test_each_form_version_and_language_says_who_wrote_it_and_whether_a_person_read_it(
    form_name, workbook, resources
):
    rows = tomllib.loads((resources / "forms" / "reviewed.toml").read_text(encoding="utf-8"))["text"]
    version = workbook(form_name).settings[0]["version"]
    said = {row["language"]: row for row in rows if row["form"] == form_name and row["version"] == version}

    assert set(said) == set(LANGUAGES)
    assert {row["origin"] for row in rows} <= {"source", "machine", "person"}
    assert all(bool(row["by"] and row["on"]) is row["reviewed"] for row in rows)


def test_a_hazard_is_followed_by_since_who_and_example(workbook):
    names = [row["name"] for _, row in _questions(workbook("worker_interview").survey)]
    hazards = [name for name in names if re.fullmatch(r"p_[a-z]+", name)]

    assert len(hazards) == 18
    assert [
        name for name in hazards if not {f"{name}_since", f"{name}_who", f"{name}_example"} <= set(names)
    ] == []


def test_there_are_eleven_indicators_and_the_two_elements_of_the_law(workbook):
    names = [row["name"] for _, row in _questions(workbook("worker_interview").survey)]
    elements = {"ind_involuntary", "ind_penalty", "ind_why"}

    assert elements <= set(names)
    assert len([name for name in names if name.startswith("ind_") and name not in elements]) == 11
