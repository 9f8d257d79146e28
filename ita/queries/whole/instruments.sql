SELECT * FROM instrument ORDER BY fiscal_year, instrument;
