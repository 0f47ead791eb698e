"""Discord: messages, commands and buttons become the desk's events, replies become cards or plain text."""
