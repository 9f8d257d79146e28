SELECT * FROM roster ORDER BY fiscal_year, office_type;
