"""Slack: what happens there becomes events for the desk, and replies become messages."""
