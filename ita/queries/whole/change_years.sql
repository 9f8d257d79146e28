SELECT * FROM change_year ORDER BY fiscal_year, office_type;
