SELECT fiscal_year, office_id, indicator_no, benchmark_kind, score, benchmark, gap, effect
FROM indicator_gap
WHERE gap IS NOT NULL
ORDER BY fiscal_year, office_id, indicator_no, benchmark_kind;
