"""How we answer: from a question to a reply, as pure functions on frozen values."""
