-- Years whose instruments or indicators do not weigh 100 together, or disagree with each other.
WITH by_instrument AS (
    SELECT fiscal_year, sum(weight) AS weight FROM instrument GROUP BY fiscal_year
),
by_indicator AS (
    SELECT fiscal_year, sum(weight) AS weight FROM indicator GROUP BY fiscal_year
)
SELECT fiscal_year, by_instrument.weight AS instruments, by_indicator.weight AS indicators
FROM by_instrument FULL JOIN by_indicator USING (fiscal_year)
WHERE instruments IS DISTINCT FROM 100 OR indicators IS DISTINCT FROM 100;
