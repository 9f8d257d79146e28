WITH figure AS (
    SELECT
        fiscal_year, 1 AS place, 0 AS number, 'total' AS level, 'total' AS code, NULL AS name_th,
        score.score, rank_stated, grade_stated, result_stated, score.change,
        score.status, source_id, score.page, row_no
    FROM office_year JOIN score USING (fiscal_year, office_id, source_id, row_no)
    WHERE office_id = $office_id
    UNION ALL
    SELECT
        fiscal_year, 2, 0, 'instrument', instrument, name_th,
        score, NULL, NULL, NULL, NULL, status, source_id, NULL, row_no
    FROM instrument_score LEFT JOIN instrument USING (fiscal_year, instrument)
    WHERE office_id = $office_id
    UNION ALL
    SELECT
        fiscal_year, 3, indicator_no, 'indicator', CAST(indicator_no AS VARCHAR), name_th,
        score, NULL, NULL, NULL, NULL, status, source_id, NULL, row_no
    FROM indicator_score LEFT JOIN indicator USING (fiscal_year, indicator_no)
    WHERE office_id = $office_id
    UNION ALL
    SELECT
        item_score.fiscal_year, 4, item_no, 'item', item_code, title_th,
        score, NULL, NULL, NULL, NULL, item_score.status, source_id, NULL, row_no
    FROM item_score LEFT JOIN item USING (fiscal_year, item_code)
    WHERE office_id = $office_id
)
SELECT * EXCLUDE (place, number) FROM figure
WHERE status <> 'derived'
ORDER BY fiscal_year, place, number, code;
