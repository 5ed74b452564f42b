"""What the office says, and how it looks on paper."""
