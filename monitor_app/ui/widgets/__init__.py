"""The window's widgets; see ARCHITECTURE.md for what they may know."""
