"""Small files of the person's own: settings and baselines, each JSON (`json_file`)."""
