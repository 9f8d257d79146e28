SELECT * EXCLUDE (source_id) FROM office ORDER BY office_type, province, office_number, office_id;
