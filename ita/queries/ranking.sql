WITH doubt AS (
    SELECT source_id, row_no, count(*)::INTEGER AS open_findings
    FROM finding
    WHERE decision = 'open' AND severity <> 'note' AND row_no IS NOT NULL
    GROUP BY source_id, row_no
)
SELECT
    ranking.position, ranking.rank, ranking.tied_offices, ranking.ranked_offices, ranking.offices_below,
    ranking.office_id, ranking.office_printed, ranking.is_named_twice,
    office.short_name, office.name_en, office.office_type, office.province, office.province_en,
    office.region, office.region_en,
    ranking.score, ranking.status, ranking.lower_bound, ranking.upper_bound,
    office_year.grade, office_year.is_pass, office_year.change, office_year.change_computed,
    rank_movement.places_gained,
    coalesce(doubt.open_findings, 0) AS open_findings,
    ranking.source_id, ranking.row_no
FROM ranking
LEFT JOIN office USING (office_id)
LEFT JOIN office_year
    ON office_year.fiscal_year = ranking.fiscal_year
    AND office_year.office_id = ranking.office_id
    AND NOT ranking.is_named_twice
LEFT JOIN rank_movement
    ON rank_movement.fiscal_year = ranking.fiscal_year AND rank_movement.office_id = ranking.office_id
LEFT JOIN doubt ON doubt.source_id = ranking.source_id AND doubt.row_no = ranking.row_no
WHERE ranking.fiscal_year = $fiscal_year
ORDER BY ranking.position;
