"""The window's forms; see ARCHITECTURE.md for what they may know."""
