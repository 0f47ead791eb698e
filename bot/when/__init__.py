"""What a question says of time: a closed grammar of UK periods, read against the day of asking."""
