"""The follow-up of a plan, from its vote to the last report."""
