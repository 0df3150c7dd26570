"""Records in tables: CSV files, XLSX workbooks, and the national list of mayors."""
