"""The whole service against the specimen sites: real HTTP, a real mail server, a real webhook receiver, offline."""
