"""The sample companies: their year as data, and the players who live it through the services."""
