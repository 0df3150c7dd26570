"""Tagging of a PDF with the structure of its Word file (ISO 32000-1 § 14.8, ISO 14289-1).

`arbre` says what the Word file says, as structure elements; `flux` reads the text objects of each
page; `placement` finds the place of every word of the pages in the Word file; `marquage` wraps
them in marked content; `ecriture` writes the structure tree; `liens` ties link annotations to it.
"""
