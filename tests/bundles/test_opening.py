"""Hostile packages: each is refused with a reason of its own, before anything of it is shown."""

import hashlib
import io
import stat
import zipfile

import pytest

from monitor_app.bundles import bagit, unzipping
from monitor_app.bundles.opening import NAMESPACE, open_bundle, verify
from monitor_app.bundles.unsealing import KEPT_END
from monitor_app.crypto import age
from monitor_app.crypto.sshsig import ssh_sign
from monitor_app.errors import BadInput, BundleRefused, DecryptionFailed, MonitorError
from tests.bundles.conftest import BUNDLE_ID


class Forger:
    """Makes packages by hand, sound unless a test asks otherwise."""

    def __init__(self, tmp_path, sender, keys):
        self.path, self.sender, self.keys = tmp_path / "x.zip.age", sender, keys
        self.payload = {"data/finding.json": b"{}"}
        self.tags = {bagit.BAGIT: bagit.DECLARATION, bagit.README: b"Read me."}
        self.information = [
            ("External-Identifier", BUNDLE_ID),
            ("Fieldwork-Format", "0"),
            ("Fieldwork-Recipient", bagit.fingerprint(keys[1])),
        ]

    def files(self):
        tags = dict(self.tags)
        tags[bagit.BAG_INFO] = bagit.bag_info(self.information)
        tags[bagit.MANIFEST] = bagit.manifest(self.sums(self.payload))
        tags[bagit.TAG_MANIFEST] = bagit.manifest(self.sums(tags))
        signature = ssh_sign(self.sender.seed, tags[bagit.TAG_MANIFEST], namespace=NAMESPACE)
        return {**tags, bagit.SIGNATURE: signature.encode(), **self.payload}

    @staticmethod
    def sums(files):
        return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}

    def zipped(self, files, *, method=zipfile.ZIP_STORED, folder=BUNDLE_ID + "/"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as package:
            for name, content in files.items():
                place = name if isinstance(name, zipfile.ZipInfo) else folder + name
                package.writestr(place, content)
        return out.getvalue()

    def seal(self, clear):
        with self.path.open("wb") as file:
            writer = age.AgeWriter(file.write, [self.keys[1]])
            writer.write(clear)
            writer.finish()
        return self

    def verify(self, **options):
        return verify(self.path, self.keys[0], signers=self.sender.signers, **options)


@pytest.fixture
def forger(tmp_path, sender, keys):
    return Forger(tmp_path, sender, keys)


def test_what_the_forger_makes_is_sound_unless_asked_otherwise(forger):
    assert forger.seal(forger.zipped(forger.files())).verify().bundle_id == BUNDLE_ID


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (f"{BUNDLE_ID}/../../etc/passwd", "outside its own folder"),
        ("/etc/passwd", "outside its own folder"),
        (f"{BUNDLE_ID}/data\\..\\x.txt", "outside its own folder"),
        ("C:/x.txt", "outside its own folder"),
        (f"{BUNDLE_ID}/fetch.txt", "load files from elsewhere"),
        (f"{BUNDLE_ID}/data/Ünder.txt", "odd name"),
        (f"{BUNDLE_ID}/data/line\nbreak", "odd name"),
        (f"{BUNDLE_ID}/", "odd name"),
        (f"{BUNDLE_ID}/data/folder/", "odd name"),
        ("other/data/x.txt", "one folder"),
        (f"{BUNDLE_ID}/data/extra.txt", "does not list"),
        (f"{BUNDLE_ID}/extra.txt", "does not list"),
    ],
)
def test_a_file_that_must_not_be_there_is_refused(forger, name, reason):
    files = {**forger.files(), zipfile.ZipInfo(name): b"x"}
    with pytest.raises(BundleRefused, match=reason):
        forger.seal(forger.zipped(files)).verify()


def test_an_unlisted_file_beside_the_signature_is_let_be(forger):
    files = {**forger.files(), "signatures/later.tsr": b"x"}
    assert forger.seal(forger.zipped(files)).verify()


def test_a_link_is_refused(forger):
    link = zipfile.ZipInfo(f"{BUNDLE_ID}/data/link.txt")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(BundleRefused, match="link"):
        forger.seal(forger.zipped({**forger.files(), link: b"/etc/passwd"})).verify()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("twin", ["data/finding.json", "readme.txt"])
def test_two_files_of_one_name_are_refused_also_by_case(forger, twin):
    files = {**forger.files(), zipfile.ZipInfo(f"{BUNDLE_ID}/{twin}"): b"x"}
    with pytest.raises(BundleRefused, match="two files of one name"):
        forger.seal(forger.zipped(files)).verify()


@pytest.mark.parametrize("name", sorted(bagit.TAGS))
def test_a_missing_list_is_named(forger, name):
    files = forger.files()
    del files[name]
    with pytest.raises(BundleRefused, match=f"lacks {name}"):
        forger.seal(forger.zipped(files)).verify()


def test_a_missing_file_is_refused(forger):
    files = forger.files()
    del files["data/finding.json"]
    with pytest.raises(BundleRefused, match="missing"):
        forger.seal(forger.zipped(files)).verify()


@pytest.mark.parametrize(
    "name", [bagit.BAGIT, bagit.README, bagit.BAG_INFO, bagit.MANIFEST, "data/finding.json"]
)
def test_a_changed_byte_is_refused(forger, name):
    files = forger.files()
    files[name] = files[name][:-1] + bytes([files[name][-1] ^ 1])
    with pytest.raises(BundleRefused):
        forger.seal(forger.zipped(files)).verify()


def test_a_changed_byte_in_a_file_names_that_file(forger):
    files = {**forger.files(), "data/finding.json": b"{!"}
    with pytest.raises(BundleRefused, match=r"changed: data/finding\.json"):
        forger.seal(forger.zipped(files)).verify()


@pytest.mark.parametrize("change", ["list", "signature", "not ascii", "empty"])
def test_a_signature_that_does_not_fit_is_refused(forger, change):
    files = forger.files()
    if change == "list":
        files[bagit.TAG_MANIFEST] += b"\n"
    else:
        sound = files[bagit.SIGNATURE]
        files[bagit.SIGNATURE] = {
            "signature": sound[:-45] + bytes([sound[-45] ^ 1]) + sound[-44:],
            "not ascii": "Ü".encode(),
            "empty": b"",
        }[change]
    with pytest.raises(BundleRefused, match="signature does not fit"):
        forger.seal(forger.zipped(files)).verify()


def test_an_unknown_signer_is_refused(forger):
    forger.seal(forger.zipped(forger.files()))
    with pytest.raises(BundleRefused, match="not chosen to trust"):
        verify(forger.path, forger.keys[0], signers={"somebody": bytes(32)})


def test_a_package_sealed_again_for_somebody_else_is_refused(forger):
    forger.information[-1] = ("Fieldwork-Recipient", bagit.fingerprint("age1somebodyelse"))
    forger.seal(forger.zipped(forger.files()))
    with pytest.raises(BundleRefused, match="not addressed to you"):
        forger.verify(recipient=forger.keys[1])


@pytest.mark.parametrize(
    ("label", "value", "reason"),
    [("Fieldwork-Format", "9", "another version"), ("External-Identifier", "case-other", "its own name")],
)
def test_a_description_that_does_not_fit_is_refused(forger, label, value, reason):
    forger.information = [(label, value) if one == label else (one, old) for one, old in forger.information]
    with pytest.raises(BundleRefused, match=reason):
        forger.seal(forger.zipped(forger.files())).verify()


def test_a_list_that_climbs_out_is_refused(forger):
    forger.payload["../x"] = b""
    files = forger.files()
    del files["../x"]
    with pytest.raises(BundleRefused, match="do not belong there"):
        forger.seal(forger.zipped(files)).verify()


def test_a_bomb_is_refused_before_it_is_unpacked(forger):
    forger.payload["data/zeros.txt"] = bytes(8 << 20)
    with pytest.raises(BundleRefused, match="far too much"):
        forger.seal(forger.zipped(forger.files(), method=zipfile.ZIP_DEFLATED)).verify()


def test_too_many_files_are_refused(forger):
    many = {f"data/f{number}.txt": b"" for number in range(unzipping.FILES_AT_MOST + 1)}
    with pytest.raises(BundleRefused, match="too many files"):
        forger.seal(forger.zipped(many)).verify()


@pytest.mark.parametrize("where", ["before", "after", "comment", "between"])
def test_bytes_that_belong_to_no_file_are_refused(forger, where):
    clear = forger.zipped(forger.files())
    if where == "before":
        clear = bytes(100) + clear
    elif where == "after":
        clear += bytes(100)
    elif where == "comment":
        clear = clear[:-2] + b"\x04\x00note"
    else:
        hidden = forger.zipped({"data/hidden.txt": b"x"})
        clear = hidden[: hidden.index(b"PK\x01\x02")] + clear
    with pytest.raises(BundleRefused):
        forger.seal(clear).verify()


@pytest.mark.parametrize(
    "clear", [b"", b"no zip at all", b"PK\x05\x06" + bytes(18), b"PK\x03\x04" + bytes(500)]
)
def test_what_is_no_zip_is_refused(forger, clear):
    with pytest.raises(BundleRefused):
        forger.seal(clear).verify()


def test_every_cut_of_the_zip_is_refused_without_a_traceback(forger):
    clear = forger.zipped(forger.files())
    for length in range(0, len(clear), 61):
        with pytest.raises(BundleRefused):
            forger.seal(clear[:length]).verify()


def test_changed_bytes_in_the_zip_never_pass_unnoticed_with_other_content(forger):
    """A flip in a time stamp changes nothing that is signed; anything that matters must be refused."""
    clear = forger.zipped(forger.files())
    for place in range(0, len(clear), 23):
        flipped = bytearray(clear)
        flipped[place] ^= 0x11
        forger.seal(bytes(flipped))
        try:
            opened = open_bundle(forger.path, forger.keys[0], signers=forger.sender.signers)
        except MonitorError:
            continue
        assert b"".join(opened.read("finding.json")) == b"{}"


def test_a_file_cut_short_does_not_open(sealed):
    content = sealed.path.read_bytes()
    sealed.path.write_bytes(content[: len(content) // 2])
    with pytest.raises(DecryptionFailed):
        verify(sealed.path, sealed.identity, signers=sealed.sender.signers)


def test_one_changed_byte_anywhere_in_the_sealed_file_does_not_open(sealed):
    content = sealed.path.read_bytes()
    for place in range(0, len(content), len(content) // 25):
        sealed.path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(MonitorError):
            verify(sealed.path, sealed.identity, signers=sealed.sender.signers)


def test_a_stranger_to_the_package_cannot_open_it(sealed):
    with pytest.raises(DecryptionFailed):
        verify(sealed.path, age.new_identity()[0], signers=sealed.sender.signers)


@pytest.mark.parametrize("change", ["shorter", "other bytes", "another sound zip"])
def test_a_package_exchanged_after_the_check_is_noticed(forger, change):
    forger.payload["data/large.jpg"] = bytes(KEPT_END + (4 << 20))
    clear = forger.zipped(forger.files())
    opened = open_bundle(forger.seal(clear).path, forger.keys[0], signers=forger.sender.signers)
    forger.payload["data/large.jpg"] = b"x" + bytes(KEPT_END + (4 << 20) - 1)
    other = {"shorter": clear[:5000], "other bytes": clear[:9000] + b"x" + clear[9001:]}
    forger.seal(other.get(change) or forger.zipped(forger.files()))
    with pytest.raises(BundleRefused):
        b"".join(opened.read("large.jpg"))


def test_a_file_that_is_not_there_is_told(tmp_path, keys):
    with pytest.raises(BadInput):
        verify(tmp_path / "none.age", keys[0], signers={})
