"""The sealed-section format of docs/format.md: keys, sealing, opening, the service's decision."""
