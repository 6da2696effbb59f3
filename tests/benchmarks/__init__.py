"""What Weighbridge promises about speed and memory, measured beside a yardstick from the same run."""
