"""Parts of the screens of the shared places: where one is, what opens it, the way there, how it stands."""
