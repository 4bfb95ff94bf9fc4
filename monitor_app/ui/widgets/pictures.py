"""Small pictures to look at; each opens larger. Working copies only, decoded beside the window's thread."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from monitor_app.domain.events import FileRef, Photo
from monitor_app.operations import evidence
from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.desk import OnDesk
from monitor_app.ports import Progress
from monitor_app.text import N_, Message
from monitor_app.ui.jobs import Jobs
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Words
from monitor_app.ui.widgets.transcript_view import clear

SIDE = 128
LARGEST = 1600


class Pictures(QWidget):
    """A row of pictures that breaks where the room ends."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._row = Flow(self)
        self.buttons: list[QToolButton] = []

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """Show these."""
        clear(self.buttons)
        pictures = [photo for photo in photos if photo.is_picture]
        self.buttons = [self._button(number, photo) for number, photo in enumerate(pictures, 1)]
        for button in self.buttons:
            self._row.addWidget(button)
        self.updateGeometry()

    def _button(self, number: int, photo: Photo) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(SIDE, SIDE))
        button.setAccessibleName(tr(_name(number, photo)))
        button.setToolTip(tr(_name(number, photo)))
        button.setText(tr(N_("Picture {number}", number=number)))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.clicked.connect(lambda: self._open(number, photo))
        load(self._jobs, button, photo.thumbnail, SIDE)
        return button

    def _open(self, number: int, photo: Photo) -> None:
        PictureDialog(self._jobs, _name(number, photo), photo.working, self).open()


class PictureDialog(QDialog):
    """One working copy, as large as the window allows. `source` is a sealed file, or the bytes themselves."""

    def __init__(self, jobs: Jobs, name: Message | str, source: FileRef | bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(N_("Picture")))
        room = parent.window().size()
        self.resize(room.width() * 9 // 10, room.height() * 9 // 10)
        layout = QVBoxLayout(self)
        self.picture = QLabel(tr(N_("Being opened …")))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(tr(name))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.picture)
        close = Button(N_("Close"), "primary")
        close.clicked.connect(self.accept)
        layout.addWidget(Words(name, "section"))
        layout.addWidget(area, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        load(jobs, self, source, min(room.width() * 8 // 10, LARGEST))

    def setIcon(self, icon: QIcon) -> None:
        """Show the picture that was opened."""
        self.picture.setPixmap(icon.pixmap(icon.availableSizes()[0]))


def load(jobs: Jobs, onto: QToolButton | PictureDialog, source: FileRef | bytes, side: int) -> None:
    """Decode a picture beside the window's thread, then show it."""

    def work(on_desk: OnDesk, _: Progress) -> tuple[QImage, Changes]:
        content = source if isinstance(source, bytes) else on_desk(lambda desk: evidence.read(desk, source))
        return small(content, side), NOTHING

    def show(image: QImage) -> None:
        if not image.isNull():
            onto.setIcon(QIcon(QPixmap.fromImage(image)))

    jobs.run(onto, work, done=show, failed=lambda _: None)


def small(content: bytes, side: int) -> QImage:
    """Return a picture no wider or taller than `side`."""
    image = QImage.fromData(content)
    if image.width() <= side and image.height() <= side:
        return image
    return image.scaled(
        side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def _name(number: int, photo: Photo) -> Message:
    if photo.area:
        return N_("Picture {number}: {area}", number=number, area=photo.area)
    return N_("Picture {number}", number=number)
