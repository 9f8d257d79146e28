SELECT fiscal_year, office_id, indicator_no, previous_score, score, change, change_effect, comparable
FROM indicator_change
ORDER BY fiscal_year, office_id, indicator_no;
