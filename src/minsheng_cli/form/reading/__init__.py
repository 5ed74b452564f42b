"""From grids to a parsed return: where the table stands, which column is which, what each row says."""
