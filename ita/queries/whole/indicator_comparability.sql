SELECT * FROM indicator_comparability ORDER BY indicator_no, from_year, to_year;
