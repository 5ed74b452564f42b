"""A published list in a notice (.docx, .xlsx, …) → what it says, and a sketch of ``projects.yaml`` from it."""
