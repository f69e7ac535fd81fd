"""What leaves the program as data: records in one fixed shape, the formats they are written in, and their schema."""
