"""Types of the parts of pyxform 4.5.0 that the compiler uses; the library brings none."""

__version__: str
