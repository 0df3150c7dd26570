"""From a filled Word file to a faithful PDF: engines, verification, properties."""
