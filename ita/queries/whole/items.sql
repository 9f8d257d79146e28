SELECT * FROM item ORDER BY fiscal_year, item_no;
