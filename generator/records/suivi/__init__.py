"""A follow-up workbook, read back as people leave it: `lecture.read`."""
