"""From files to documents and settings. What is wrong in them is told with file, line and column."""
