"""Use cases: each one a short list of steps."""
