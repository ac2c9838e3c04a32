"""What has to be quick, measured side by side in one run: ratios, because machines differ."""
