"""A bucket of an S3-compatible object store as a Remote.

The address is `https://endpoint/bucket`, and a prefix may follow. Uses plain PUT, GET, LIST and DELETE only,
since stores differ in the rest. Opening asks nothing
but where it must: each request may cost money, and the first one tells.
"""

import opendal

from monitor_app.errors import BadInput
from monitor_app.remotes.access import Access
from monitor_app.remotes.addresses import web_url
from monitor_app.remotes.library import OperatorRemote
from monitor_app.remotes.refusals_web import from_web
from monitor_app.text import N_


class S3Remote(OperatorRemote):
    """Objects are keys in the bucket of the address."""

    def __init__(self, rest: str, access: Access) -> None:
        url = web_url(rest)
        bucket, _, prefix = url.path.partition("/")
        if not bucket:
            raise BadInput(
                N_("The address names no bucket."),
                N_("Write the bucket's name after the server's, with a slash."),
            )
        operator = opendal.Operator(
            "s3",
            endpoint=url.server,
            bucket=bucket,
            root=f"/{prefix}/" if prefix else "/",
            region=access.region,
            access_key_id=access.user,
            secret_access_key=access.secret,
            disable_config_load="true",
            disable_ec2_metadata="true",
        )
        super().__init__(operator, from_web)
        if access.certificates:
            self.names(
                "fld1/m/"
            )  # certificates of one's own are read at the first connection, and are gone later
