"""What a scenario of the hardware tests is made of."""
