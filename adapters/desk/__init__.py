"""What every chat platform shares: an event is kept, acknowledged, answered and sent exactly once."""
