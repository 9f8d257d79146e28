SELECT
    office_year.fiscal_year, office_year.office_id,
    score, score_printed, tolerance, status, missing_reason, grade, grade_kind, is_pass,
    rank, tied_offices, is_tie_open, ranked_offices, offices_below, percentile,
    change, change_printed, change_computed, change_comparable, previous_score, previous_tolerance,
    next_grade, next_grade_min_score, next_grade_min_instrument_score,
    score_above, is_score_above_doubtful, open_findings,
    office_year.source_id, page, row_no, source.title AS source_title, source.sha256 IS NOT NULL AS is_file
FROM office_year LEFT JOIN source USING (source_id)
WHERE office_id = $office_id
ORDER BY office_year.fiscal_year;
