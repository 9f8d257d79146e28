SELECT * EXCLUDE (fiscal_year, office_id)
FROM sub_indicator_gap
WHERE office_id = $office_id AND fiscal_year = $fiscal_year
ORDER BY indicator_no, sub_indicator;
