"""Parts of the screen that sends and receives: its words, what moves, and the limits."""
