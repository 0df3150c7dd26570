"""An adopted act made ready for the legality check (réseau ACTES): files, message, facts, sheet."""
