SELECT * EXCLUDE (fiscal_year, office_id)
FROM indicator_gap
WHERE office_id = $office_id AND fiscal_year = $fiscal_year
ORDER BY benchmark_kind, indicator_no;
