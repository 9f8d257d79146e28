SELECT
    finding.*,
    correction.replacement, correction.reason_th, correction.reason_en, correction.evidence,
    correction.decided_by, correction.decided_on::VARCHAR AS decided_on
FROM finding LEFT JOIN correction USING (correction_id)
ORDER BY
    decision <> 'open',
    CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END,
    finding.fiscal_year, finding.row_no, rule;
