"""What several kinds of sources share: places, encodings, archives of files, XML and JSON."""
