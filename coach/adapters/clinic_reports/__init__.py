"""Printed pages and tables: `doctor_pdf`, `report_pdf`, `patient_pdf` draw on a `sheet`; `csv_tables` are for sums."""
