"""What must survive a restart: questions on their way, talks, settings. SQLite, or PostgreSQL; one schema on both."""
