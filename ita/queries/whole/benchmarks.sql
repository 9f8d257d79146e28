SELECT * FROM benchmark ORDER BY fiscal_year, indicator_no, office_type;
