"""What the screens about passphrases, recovery sheets and the spare key are built of."""
