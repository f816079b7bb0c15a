"""What each release left behind: a database with the sample companies, one file a release.

`python -m tests.releases` writes the file of this version, once, when it is released. From then on
every change is tested against it: see `test_upgrades.py`.
"""
