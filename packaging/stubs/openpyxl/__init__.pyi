"""Types of the parts of openpyxl 3.1 that mending a workbook uses; the library brings none."""

from io import BytesIO

class Cell:
    value: object

class Worksheet:
    max_row: int
    max_column: int
    def cell(self, row: int, column: int) -> Cell: ...

class Workbook:
    worksheets: list[Worksheet]
    def save(self, filename: BytesIO) -> None: ...

def load_workbook(filename: BytesIO) -> Workbook: ...
