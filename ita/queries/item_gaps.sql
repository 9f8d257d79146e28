SELECT * EXCLUDE (fiscal_year, office_id)
FROM item_gap
WHERE office_id = $office_id AND fiscal_year = $fiscal_year
ORDER BY item_no;
