"""FHIR R4 (4.0.1): `bundle` gives out and takes in, `checking` tells what is wrong with a document."""
