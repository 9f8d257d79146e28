SELECT instrument.*, string_agg(indicator.indicator_no::VARCHAR, ', ' ORDER BY indicator.indicator_no) AS indicators
FROM instrument JOIN indicator USING (fiscal_year, instrument)
GROUP BY ALL
ORDER BY fiscal_year, min(indicator.indicator_no);
