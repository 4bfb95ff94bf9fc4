"""What of a questionnaire does not work here, in whole sentences. It must not know forms or screens."""

from monitor_app.text import N_, Message

_SENTENCES = {
    "map": N_("There is no map here. The place is typed as latitude and longitude."),
    "barcode": N_("Codes cannot be scanned here. What stands under the code can be typed."),
    "bearing": N_("A direction cannot be measured here. It can be typed."),
    "printing": N_("Nothing is printed from a question here."),
    "another app (ex:)": N_("No other program is asked here. The answer can be typed."),
    "setgeopoint": N_("This stays empty: Fieldwork never looks up where a device is."),
    "last-saved": N_("This stays empty: nothing of one interview is carried into the next."),
    "recordaudio": N_("This stays empty: Fieldwork never records in the background."),
    "a question without a place for its answer": N_(
        "This question has no place for its answer and is left out."
    ),
    "entities": N_("Lists that servers keep up to date (entities) are not changed from here."),
    "encryption": N_(
        "The form's own encryption for a server is not used; Fieldwork encrypts everything its way."
    ),
}


def sentence_for(what: str) -> Message:
    """Return the sentence for a thing that does not work; functions end in `()`, files begin with `file `."""
    known = _SENTENCES.get(what)
    if known is not None:
        return known
    if what.endswith("()"):
        return N_("The function {name} is not known here. What it works out stays empty.", name=what)
    if what.startswith("file "):
        return N_("The file {name} is not there, so its list is empty. Add it with the form.", name=what[5:])
    if what.startswith("media "):
        return N_("The label comes with {name}, which is named but not shown.", name=what[6:])
    return N_("This does not work here: {what}.", what=what)
