-- Simulated figures in the published edition, or real ones in the demo edition.
WITH figure AS (
    SELECT DISTINCT status, 'score' AS level FROM score
    UNION SELECT DISTINCT status, 'instrument_score' FROM instrument_score
    UNION SELECT DISTINCT status, 'indicator_score' FROM indicator_score
    UNION SELECT DISTINCT status, 'item_score' FROM item_score
)
SELECT edition, level, status
FROM figure CROSS JOIN version
WHERE (edition = 'demo') <> (status = 'simulated');
