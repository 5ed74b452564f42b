"""The pipeline of one reporting period: read, judge, consolidate, tell, package."""
