"""The engine that runs inside the process: Tantivy in a local folder, one writer and any number of readers."""
