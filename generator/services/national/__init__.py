"""Many towns' follow-up workbooks into one national table and a page of figures."""
