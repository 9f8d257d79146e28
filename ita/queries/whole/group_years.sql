SELECT * FROM group_year ORDER BY fiscal_year, group_kind, group_code;
