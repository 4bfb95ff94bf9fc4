"""The vault package; see ARCHITECTURE.md for what it may know."""
