SELECT
    indicator_score.office_id, office.short_name, office.name_en,
    indicator.indicator_no, indicator.name_th, indicator.name_en AS indicator_name_en,
    indicator.instrument, indicator.weight,
    indicator_score.score, indicator_score.status, indicator_score.source_id
FROM indicator_score
JOIN office USING (office_id)
JOIN indicator USING (fiscal_year, indicator_no)
WHERE indicator_score.fiscal_year = $fiscal_year AND list_contains($office_ids::VARCHAR[], indicator_score.office_id)
ORDER BY indicator_score.office_id, indicator.indicator_no;
