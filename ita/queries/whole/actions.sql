SELECT * FROM action ORDER BY office_id, fiscal_year, position;
