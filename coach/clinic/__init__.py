"""The therapist's side in a browser: patients, routines, results. Gets records, signing and reports handed in."""
