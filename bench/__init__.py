"""Load and speed scenarios; `make bench` runs them all. Figures, not tests."""
