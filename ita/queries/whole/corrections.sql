SELECT * FROM correction ORDER BY correction_id;
