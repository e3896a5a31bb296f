"""What applications speak to outside the house: random codes and the counting of tries by address."""
