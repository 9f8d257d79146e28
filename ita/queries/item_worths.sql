WITH span AS (
    SELECT fiscal_year, sub_indicator, min(item_no) AS first_item_no, max(item_no) AS last_item_no
    FROM item
    GROUP BY fiscal_year, sub_indicator
)
SELECT sub_indicator.*, span.first_item_no, span.last_item_no
FROM sub_indicator LEFT JOIN span USING (fiscal_year, sub_indicator)
ORDER BY fiscal_year, indicator_no, sub_indicator;
