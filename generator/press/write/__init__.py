"""Files on their way out: staged, audited by others, published in order, taken back by nobody."""
