-- Shown scores whose source is not on record.
SELECT fiscal_year, office_id, source_id
FROM office_year ANTI JOIN source USING (source_id)
WHERE score IS NOT NULL;
