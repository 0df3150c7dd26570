"""French: the words, numbers, names and sentences of the documents."""
