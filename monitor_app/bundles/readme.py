"""README.txt: how a stranger opens and checks a package with standard tools, in the recipient's language."""

from monitor_app.bundles.opening import NAMESPACE
from monitor_app.ports import Words
from monitor_app.text import N_, Message

_Step = tuple[Message, tuple[str, ...]]


def readme(bundle_id: str, *, signer: str, words: Words) -> str:
    """Return the text; commands are the same in every language. `signer` is the name in allowed_signers."""
    lines = [words.say(N_("Sealed package {bundle}", bundle=bundle_id)), ""]
    lines += [words.say(sentence) for sentence in _OPENING]
    for number, (what, commands) in enumerate(_steps(bundle_id, signer), start=1):
        lines += ["", f"{number}. {words.say(what)}", *(f"   {command}" for command in commands)]
    lines += ["", *(words.say(sentence) for sentence in _CLOSING), ""]
    return "\n".join(lines)


_OPENING = (
    N_("You do not need the program that made this package. The commands below open and check it."),
    N_("If a command reports an error, delete what it wrote and ask the sender to send the package again."),
)
_CLOSING = (
    N_("People may be harmed if they are recognised. Share this only with those it is meant for."),
    N_("Do not try to find out who an account comes from. Keep the package encrypted when you store it."),
    N_("A signature says who sent the package and that it is unchanged, not that every statement is true."),
)


def _steps(bundle_id: str, signer: str) -> tuple[_Step, ...]:
    signature = "signatures/tagmanifest-sha256.txt.sig"
    check = f"ssh-keygen -Y verify -f allowed_signers -I {signer} -n {NAMESPACE} -s {signature}"
    return (
        (
            N_("Decrypt, with the file that holds your key. Needs age, from age-encryption.org."),
            (f"age -d -i key.txt -o {bundle_id}.zip {bundle_id}.zip.age",),
        ),
        (
            N_("Test and unpack."),
            (f"unzip -t {bundle_id}.zip", f"unzip {bundle_id}.zip", f"cd {bundle_id}"),
        ),
        (
            N_("Check that every file is as it was sent."),
            ("sha256sum -c tagmanifest-sha256.txt", "sha256sum -c manifest-sha256.txt"),
        ),
        (
            N_("Check that nothing was added. Needs the Python package bagit."),
            ("python3 -m bagit --validate .",),
        ),
        (
            N_("Check who signed it. The sender gives you the file allowed_signers by another way."),
            (f"{check} < tagmanifest-sha256.txt",),
        ),
    )
