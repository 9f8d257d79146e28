SELECT * FROM rank_movement ORDER BY fiscal_year, office_id;
