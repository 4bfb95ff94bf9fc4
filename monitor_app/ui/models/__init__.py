"""The window's models; see ARCHITECTURE.md for what they may know."""
