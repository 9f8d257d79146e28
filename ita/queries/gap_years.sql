WITH indicator_count AS (
    SELECT fiscal_year, count(*)::INTEGER AS known_indicators
    FROM indicator_score WHERE office_id = $office_id GROUP BY fiscal_year
),
item_count AS (
    SELECT fiscal_year, count(*)::INTEGER AS known_items
    FROM item_score WHERE office_id = $office_id GROUP BY fiscal_year
),
listed AS (
    SELECT fiscal_year, count(*)::INTEGER AS listed_items
    FROM item WHERE item_points IS NOT NULL GROUP BY fiscal_year
)
SELECT
    year_size.fiscal_year,
    coalesce(known_indicators, 0) AS known_indicators,
    coalesce(known_items, 0) AS known_items,
    coalesce(listed_items, 0) AS listed_items
FROM year_size
LEFT JOIN indicator_count USING (fiscal_year)
LEFT JOIN item_count USING (fiscal_year)
LEFT JOIN listed USING (fiscal_year)
WHERE year_size.fiscal_year IN (SELECT fiscal_year FROM indicator)
ORDER BY year_size.fiscal_year;
