"""The leak audit: finds sealed text in what is about to be public."""
