"""What goes between therapist and person as a file, a code or a link: signed, sealed, read and kept."""
