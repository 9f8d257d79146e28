SELECT * FROM office_change ORDER BY fiscal_year, office_id;
