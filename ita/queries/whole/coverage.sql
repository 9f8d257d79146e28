SELECT * FROM coverage ORDER BY fiscal_year, level;
