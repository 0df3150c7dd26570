"""`python -m generator` is `actes-enfance`."""

from generator.cli import main

if __name__ == "__main__":
    main()
