"""Every setting of the program, each declared once, and the place of the files that come with it.

Must not know Qt, a vault or a person.
"""

from importlib.resources import files
from pathlib import Path


def resource_folder(*parts: str) -> Path:
    """Return the path of a resource, such as `resource_folder("forms")`: in the wheel or in the checkout.

    Whether it exists is for the caller to find out.
    """
    package = Path(str(files("monitor_app")))
    packed = package / "_resources"
    base = packed if packed.is_dir() else package.parent / "resources"
    return base.joinpath(*parts)
