WITH own AS (
    SELECT office_type FROM office WHERE office_id = $office_id
),
known AS (
    SELECT indicator_gap.* EXCLUDE (fiscal_year, office_id), spread.known_offices
    FROM indicator_gap CROSS JOIN own
    LEFT JOIN benchmark AS spread
        ON spread.fiscal_year = indicator_gap.fiscal_year
        AND spread.indicator_no = indicator_gap.indicator_no
        AND spread.office_type = CASE
            WHEN benchmark_kind = 'type_mean' THEN own.office_type
            WHEN benchmark_kind IN ('national_mean', 'national_median', 'top_decile') THEN 'all'
        END
    WHERE office_id = $office_id AND indicator_gap.fiscal_year = $fiscal_year
),
-- Others of the type with all indicators of the year, as sheets and exchange files give them, where
-- too few are known for the mean of the type.
whole AS (
    SELECT office_id
    FROM indicator_score JOIN office USING (office_id) JOIN own USING (office_type)
    WHERE fiscal_year = $fiscal_year AND office_id <> $office_id
    GROUP BY office_id
    HAVING count(*) = (SELECT count(*) FROM indicator WHERE fiscal_year = $fiscal_year)
),
mean_of AS (
    SELECT 'known_mean' AS benchmark_kind, indicator_no, score
    FROM indicator_score JOIN whole USING (office_id)
    WHERE fiscal_year = $fiscal_year
        AND (SELECT count(benchmark) = 0 FROM known WHERE benchmark_kind = 'type_mean')
    UNION ALL
    SELECT 'peers', indicator_no, score
    FROM indicator_score
    WHERE fiscal_year = $fiscal_year AND list_contains($peer_ids::VARCHAR[], office_id)
),
asked AS (
    SELECT
        benchmark_kind, indicator_no, count(*)::INTEGER AS known_offices,
        (floor(avg((score * 100)::DOUBLE) + 0.500001) / 100)::DECIMAL(5, 2) AS benchmark
    FROM mean_of
    GROUP BY benchmark_kind, indicator_no
    HAVING count(*) >= CASE benchmark_kind WHEN 'peers' THEN len($peer_ids::VARCHAR[]) ELSE 2 END
    UNION ALL
    SELECT 'target', indicator_no, NULL, $target::DECIMAL(5, 2) FROM known WHERE benchmark_kind = 'full_marks'
),
against AS (
    SELECT
        known.* REPLACE (
            asked.benchmark_kind AS benchmark_kind,
            asked.known_offices AS known_offices,
            asked.benchmark AS benchmark,
            known.score - asked.benchmark AS gap,
            round(known.weight * (known.score - asked.benchmark) / 100, 4)::DECIMAL(7, 4) AS effect
        )
    FROM known JOIN asked USING (indicator_no)
    WHERE known.benchmark_kind = 'full_marks'
)
SELECT * FROM known
UNION ALL
SELECT * FROM against
ORDER BY benchmark_kind, indicator_no;
