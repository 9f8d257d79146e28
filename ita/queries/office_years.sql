SELECT office_year.*, source.title AS source_title
FROM office_year LEFT JOIN source USING (source_id)
WHERE office_id = $office_id
ORDER BY office_year.fiscal_year;
