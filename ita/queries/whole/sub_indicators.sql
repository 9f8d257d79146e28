SELECT * FROM sub_indicator ORDER BY fiscal_year, sub_indicator;
