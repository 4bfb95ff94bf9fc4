"""The cards of the screen of people and devices: one file for each thing a coordinator does there."""
