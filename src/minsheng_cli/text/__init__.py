"""Chinese text, each thing once: numerals (han), foldings for comparison (fold), width and lines (lines), decimals."""
