SELECT
    office_change.*,
    everyone.mean_change AS all_mean_change,
    everyone.known_offices AS all_known_offices,
    everyone.risen_offices AS all_risen_offices,
    own_type.mean_change AS type_mean_change,
    own_type.known_offices AS type_known_offices
FROM office_change
JOIN office USING (office_id)
LEFT JOIN change_year AS everyone
    ON everyone.fiscal_year = office_change.fiscal_year AND everyone.office_type = 'all'
LEFT JOIN change_year AS own_type
    ON own_type.fiscal_year = office_change.fiscal_year AND own_type.office_type = office.office_type
WHERE office_change.office_id = $office_id
ORDER BY office_change.fiscal_year;
