"""How the reader is trained and exported. torch is imported only by the modules that compute with it."""
