"""Places of signature: from a transparent picture of the Word file to a field of the PDF.

`attendus` says which places the Word file holds; `recherche` finds them on the pages and takes
their pictures away; `champs` writes the fields; `tenue` verifies that nothing is covered and that
the block holds together; `marques` those of i-Parapheur, which stand there instead of fields.
"""
