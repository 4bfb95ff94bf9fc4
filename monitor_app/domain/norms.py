"""The code of labour standards as versioned data: provisions and where each is said to come from."""

import msgspec


class Provision(msgspec.Struct, frozen=True, kw_only=True):
    """One rule. `confirmed` is false while the organisation has not checked our wording and mapping."""

    key: str
    title: str
    description: str = ""
    confirmed: bool = False
