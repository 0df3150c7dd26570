"""Official facts: territories, programmes, dated thresholds; loaders over `donnees/`."""
