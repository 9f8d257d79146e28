SELECT * EXCLUDE (fiscal_year, office_id)
FROM indicator_change
WHERE office_id = $office_id AND fiscal_year = $fiscal_year
ORDER BY indicator_no;
