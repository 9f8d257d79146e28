SELECT * FROM grade_band ORDER BY fiscal_year, position;
