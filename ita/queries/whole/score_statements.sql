SELECT * FROM score ORDER BY source_id, row_no, fiscal_year;
