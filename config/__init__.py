"""The Django project of Capitaine."""
