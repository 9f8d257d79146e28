-- Missing scores without a reason, and shown scores with one.
SELECT fiscal_year, office_id, score, missing_reason
FROM office_year
WHERE (score IS NULL) <> (missing_reason IS NOT NULL);
