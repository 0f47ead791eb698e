"""Charts of the series behind a reply, as PNG with words that say the same."""
