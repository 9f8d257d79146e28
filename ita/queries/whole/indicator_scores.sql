SELECT indicator_score.fiscal_year, indicator_score.office_id, indicator_no,
    indicator.instrument, indicator.weight,
    indicator_score.* EXCLUDE (fiscal_year, office_id, indicator_no)
FROM indicator_score JOIN indicator USING (fiscal_year, indicator_no)
ORDER BY indicator_score.fiscal_year, indicator_score.office_id, indicator_no;
