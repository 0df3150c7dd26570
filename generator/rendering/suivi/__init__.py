"""The follow-up workbook, written: `classeur.write`."""
