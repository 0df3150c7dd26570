"""The version of the package, which the PDFs' producer names too."""

__version__ = "0.1.0"
