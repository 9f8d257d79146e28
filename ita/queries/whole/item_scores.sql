SELECT * FROM item_score ORDER BY fiscal_year, office_id, item_code;
