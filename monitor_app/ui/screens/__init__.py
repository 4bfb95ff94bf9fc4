"""The window's screens; see ARCHITECTURE.md for what they may know."""
