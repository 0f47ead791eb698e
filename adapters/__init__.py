"""Where people ask: the terminal and the chat platforms, and the one place that wires everything."""
