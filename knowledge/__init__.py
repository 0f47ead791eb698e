"""What we know: records, the text they are written in, and the compiled file that answers are read from."""
