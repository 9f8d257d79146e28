-- The indicators of some offices, one row per office and indicator: the own office first, then as ordered.
WITH listed AS (
    SELECT
        office_year.office_id, office.short_name, office.name_en, office_year.score AS total, office_year.rank,
        chosen.score AS ordering,
        count(*) OVER () AS listed_offices
    FROM office_year
    JOIN office USING (office_id)
    JOIN (
        SELECT fiscal_year, office_id, 0 AS indicator_no, score FROM office_year
        UNION ALL
        SELECT fiscal_year, office_id, indicator_no, score FROM indicator_score
    ) AS chosen
        ON chosen.fiscal_year = office_year.fiscal_year
        AND chosen.office_id = office_year.office_id
        AND chosen.indicator_no = $order_by::INTEGER
    WHERE office_year.fiscal_year = $fiscal_year::INTEGER
        AND office_year.score IS NOT NULL
        AND ($office_type = 'all' OR office.office_type = $office_type)
        AND ($region = 'all' OR office.region = $region)
        AND EXISTS (
            SELECT 1 FROM indicator_score
            WHERE indicator_score.fiscal_year = office_year.fiscal_year
                AND indicator_score.office_id = office_year.office_id
        )
),
placed AS (
    SELECT
        *,
        row_number() OVER (
            ORDER BY
                CASE WHEN $is_lowest_first::BOOLEAN THEN ordering ELSE -ordering END,
                office_id
        ) AS position
    FROM listed
)
SELECT
    placed.position::INTEGER AS position, placed.office_id, placed.short_name, placed.name_en,
    placed.total, placed.rank, placed.listed_offices::INTEGER AS listed_offices,
    indicator_score.indicator_no, indicator_score.score, indicator_score.source_id
FROM placed
JOIN indicator_score
    ON indicator_score.fiscal_year = $fiscal_year::INTEGER AND indicator_score.office_id = placed.office_id
WHERE placed.position BETWEEN $first::INTEGER AND $first::INTEGER + $most::INTEGER - 1
    OR placed.office_id = $office_id
ORDER BY placed.office_id <> $office_id, placed.position, indicator_score.indicator_no;
