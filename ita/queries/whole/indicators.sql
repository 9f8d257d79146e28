SELECT * FROM indicator ORDER BY fiscal_year, indicator_no;
