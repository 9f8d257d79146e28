-- Years whose ranking does not show each place from 1 to N exactly once.
SELECT fiscal_year, ranked_offices, count(*) AS places, count(DISTINCT position) AS distinct_places
FROM ranking
GROUP BY fiscal_year, ranked_offices
HAVING places <> ranked_offices OR distinct_places <> ranked_offices;
