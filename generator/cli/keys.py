"""`keys …`: the site's keyset. Roots are never printed."""
