WITH known AS (
    SELECT * EXCLUDE (fiscal_year, office_id)
    FROM indicator_gap
    WHERE office_id = $office_id AND fiscal_year = $fiscal_year
),
peer AS (
    SELECT indicator_no, count(*) AS known_offices, (floor(avg((score * 100)::DOUBLE) + 0.500001) / 100)::DECIMAL(5, 2) AS mean
    FROM indicator_score
    WHERE fiscal_year = $fiscal_year AND list_contains($peer_ids::VARCHAR[], office_id)
    GROUP BY indicator_no
    HAVING count(*) = len($peer_ids::VARCHAR[])
),
asked AS (
    SELECT 'peers' AS benchmark_kind, indicator_no, mean AS benchmark FROM peer
    UNION ALL
    SELECT 'target', indicator_no, $target::DECIMAL(5, 2) FROM known WHERE benchmark_kind = 'full_marks'
),
against AS (
    SELECT
        known.* REPLACE (
            asked.benchmark_kind AS benchmark_kind,
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
