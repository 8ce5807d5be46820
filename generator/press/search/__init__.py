"""The index of the public pages that readers search, made by Pagefind and put into one order."""
