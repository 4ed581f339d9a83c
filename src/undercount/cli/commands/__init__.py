"""One file a command; heavy rooms are imported inside the functions that need them."""
