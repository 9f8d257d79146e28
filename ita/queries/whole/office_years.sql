SELECT office_year.fiscal_year, office_year.office_id, office.short_name, office.office_type,
    office_year.* EXCLUDE (fiscal_year, office_id)
FROM office_year JOIN office USING (office_id)
ORDER BY office_year.fiscal_year, office_year.office_id;
