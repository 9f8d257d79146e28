SELECT
    ranking.position, ranking.rank, ranking.tied_offices, ranking.is_tie_open, ranking.ranked_offices, ranking.offices_below,
    ranking.office_id, ranking.office_printed, ranking.is_named_twice,
    office.short_name, office.name_en, office.office_type, office.province, office.province_en,
    office.region, office.region_en,
    ranking.score, ranking.status, ranking.lower_bound, ranking.upper_bound,
    office_year.grade, office_year.is_pass, office_year.percentile, ranking.score_above, ranking.is_score_above_doubtful, office_year.change, office_year.change_computed,
    rank_movement.places_gained, rank_movement.previous_rank, rank_movement.previous_ranked_offices,
    ranking.open_findings,
    ranking.source_id, ranking.row_no
FROM ranking
LEFT JOIN office USING (office_id)
LEFT JOIN office_year
    ON office_year.fiscal_year = ranking.fiscal_year
    AND office_year.office_id = ranking.office_id
    AND NOT ranking.is_named_twice
LEFT JOIN rank_movement
    ON rank_movement.fiscal_year = ranking.fiscal_year AND rank_movement.office_id = ranking.office_id
WHERE ranking.fiscal_year = $fiscal_year
ORDER BY ranking.position;
