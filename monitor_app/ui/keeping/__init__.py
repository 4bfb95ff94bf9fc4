"""The cards of the screen of backups and checks: they show and ask; the screen does."""
