"""Reading of Word files: the package, styles, numbering, fonts, paragraphs (ECMA-376)."""
