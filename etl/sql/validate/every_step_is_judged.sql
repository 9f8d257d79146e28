-- Each level has a verdict on every step between two years with ten-indicator rules.
SELECT level.level, step.from_year
FROM (SELECT DISTINCT level FROM comparability) AS level
CROSS JOIN (
    SELECT DISTINCT fiscal_year - 1 AS from_year FROM instrument
) AS step
LEFT JOIN comparability
    ON comparability.level = level.level
    AND comparability.from_year = step.from_year
    AND comparability.to_year = step.from_year + 1
WHERE comparability.level IS NULL AND step.from_year >= (SELECT min(fiscal_year) FROM instrument);
