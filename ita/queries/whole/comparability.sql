SELECT * FROM comparability ORDER BY level, from_year, to_year;
