"""What a plan is: declarations and rules, with no input or output."""
