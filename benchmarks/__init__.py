"""One script a claim; each compares with a peer or a limit in the same run."""
