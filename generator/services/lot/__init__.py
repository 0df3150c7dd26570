"""A bulk run: many towns in one output folder, whatever happens to one of them or to the run."""
