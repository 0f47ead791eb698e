"""The one HTTP surface: a gate before the platforms' webhooks, health, readiness and metrics."""
