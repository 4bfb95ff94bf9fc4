"""The way from a factory to those who can act: site → product → brand → contract → buyer."""

from enum import StrEnum


class LinkSource(StrEnum):
    """Where a link is known from (domain research §1.5)."""

    BRAND_DISCLOSURE = "brand_disclosure"
    PUBLIC_LIST = "public_list"
    WORKER_STATEMENT = "worker_statement"
    LABEL_OR_PHOTO = "label_or_photo"
    CONTRACT_DOCUMENT = "contract_document"


class Party(StrEnum):
    """Who may be handed something, in the order of release (domain research §0.2)."""

    WORKERS = "workers"
    EMPLOYER = "employer"
    BRAND = "brand"
    LINKED_BUYERS = "linked_buyers"
    PUBLIC = "public"
