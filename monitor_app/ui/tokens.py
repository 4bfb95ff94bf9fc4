"""The colours of the two themes, and nothing else. Must not know a widget."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """One theme: what each colour is for, as `#RRGGBB`."""

    name: str
    bg: str
    panel: str
    side: str
    side_text: str
    side_sel: str
    side_sel_text: str
    text: str
    muted: str
    line: str
    field: str
    field_line: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    ok: str
    ok_soft: str
    focus: str
    side_focus: str = "#7FD8C8"


LIGHT = Tokens(
    name="light",
    bg="#F5F6F4",
    panel="#FFFFFF",
    side="#12332F",
    side_text="#C9DAD6",
    side_sel="#1E4B45",
    side_sel_text="#FFFFFF",
    text="#1C2522",
    muted="#5C6B66",
    line="#DFE4E1",
    field="#FFFFFF",
    field_line="#86938E",
    accent="#0B6B5D",
    accent_hover="#095A4E",
    on_accent="#FFFFFF",
    accent_soft="#E1F0EC",
    warn="#8A5300",
    warn_soft="#FCEFD6",
    bad="#A3261E",
    bad_soft="#FBE5E2",
    ok="#1C6B36",
    ok_soft="#E0F2E5",
    focus="#0B6B5D",
)

DARK = Tokens(
    name="dark",
    bg="#141917",
    panel="#1D2421",
    side="#0E1312",
    side_text="#A9B9B4",
    side_sel="#21332F",
    side_sel_text="#F2F7F5",
    text="#E8EEEB",
    muted="#9FB0AA",
    line="#303936",
    field="#161C1A",
    field_line="#66746F",
    accent="#4FB8A5",
    accent_hover="#66C8B6",
    on_accent="#06201B",
    accent_soft="#1D3833",
    warn="#F0B95A",
    warn_soft="#3A2E16",
    bad="#F28B82",
    bad_soft="#401F1C",
    ok="#7FD197",
    ok_soft="#1B3624",
    focus="#7FD8C8",
)

THEMES = {tokens.name: tokens for tokens in (LIGHT, DARK)}
