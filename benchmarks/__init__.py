"""What the product costs beside a raw floor, measured side by side on the same machine."""
