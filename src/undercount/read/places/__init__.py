"""The places a sentence names."""
