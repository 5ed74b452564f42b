"""The catalogue as a workbook: written to be edited in WPS or Excel, read again, its changes told in sentences."""
