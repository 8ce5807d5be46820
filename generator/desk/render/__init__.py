"""Document + Catalog → Body: Markdown rendered whole, then split as a tree into public parts and sections."""
