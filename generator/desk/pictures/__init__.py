"""Pictures as they are published: upright, without metadata, in the sizes and formats that browsers choose from."""
