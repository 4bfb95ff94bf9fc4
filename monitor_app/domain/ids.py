"""The kinds of names things carry. All are random text; none says anything about a person."""

from typing import NewType

RecordId = NewType("RecordId", str)
"""An interview or an observation, all its versions."""
DraftId = NewType("DraftId", str)
"""A record being written; the finished record keeps the same text."""
SiteId = NewType("SiteId", str)
FindingId = NewType("FindingId", str)
AttachmentId = NewType("AttachmentId", str)
BundleId = NewType("BundleId", str)
ProjectId = NewType("ProjectId", str)
Box = NewType("Box", str)
"""A device's random name: one person's installation in one project."""
Root = NewType("Root", str)
"""A body's root hash in hex: names one version of one thing for ever."""
