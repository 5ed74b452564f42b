"""One pen for every workbook: paper, page breaks, styles."""
