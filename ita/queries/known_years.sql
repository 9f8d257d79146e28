SELECT
    office_year.office_id, office_year.fiscal_year,
    score, tolerance, status, missing_reason, grade, is_pass, rank, ranked_offices,
    change, change_computed, office_year.source_id, page, row_no, source.title AS source_title
FROM office_year LEFT JOIN source USING (source_id)
WHERE status IS NOT NULL OR rank IS NOT NULL OR missing_reason = 'named_twice'
ORDER BY office_year.office_id, office_year.fiscal_year;
