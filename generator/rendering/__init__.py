"""Word: templates filled, Word files read."""
