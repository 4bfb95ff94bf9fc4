class Share:
    identifier: int
    iteration_exponent: int
    group_index: int
    index: int
    member_threshold: int
    group_count: int
    value: bytes
    @classmethod
    def from_mnemonic(cls, mnemonic: str) -> Share: ...
