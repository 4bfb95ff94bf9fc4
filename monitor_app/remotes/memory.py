"""A Remote in memory: for the demo world, and as the plainest example of what a Remote does."""

from monitor_app.remotes.naming import checked, checked_prefix
from monitor_app.remotes.refusals import missing


class MemoryRemote:
    """Keeps objects in a dictionary; several devices may share one."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def put(self, name: str, content: bytes) -> None:
        """Store `content`."""
        self.objects[checked(name)] = bytes(content)

    def get(self, name: str) -> bytes:
        """Return the object. Raise ObjectMissing."""
        try:
            return self.objects[checked(name)]
        except KeyError as error:
            raise missing() from error

    def names(self, prefix: str) -> list[str]:
        """Return the sorted names under `prefix`."""
        prefix = checked_prefix(prefix)
        return sorted(name for name in self.objects if name.startswith(prefix))

    def delete(self, name: str) -> None:
        """Remove the object."""
        self.objects.pop(checked(name), None)

    def close(self) -> None:
        """Keep everything: another device may still share it."""
