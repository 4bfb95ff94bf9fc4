"""What several tests share: places in the checkout, and fakes of the ports."""
