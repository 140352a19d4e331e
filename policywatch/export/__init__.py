"""What is kept, handed over: in lines of JSON, or as a web archive."""
