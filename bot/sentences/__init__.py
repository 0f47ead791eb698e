"""Sentences that a user can read, by what they are about; those on figures are in `wording`."""
