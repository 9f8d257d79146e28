WITH own AS (
    SELECT office.office_id, office_type, region, score
    FROM office JOIN office_year USING (office_id)
    WHERE office_id = $office_id AND fiscal_year = $fiscal_year
)
SELECT
    office.office_id, office.short_name, office.name_en, office.office_type, office.region, office.region_en,
    office_year.score, office_year.tolerance, office_year.status, office_year.missing_reason, office_year.rank,
    office_year.open_findings,
    office_year.score - own.score AS difference
FROM office_year
JOIN office USING (office_id)
CROSS JOIN own
WHERE office_year.fiscal_year = $fiscal_year
    AND office.office_id <> own.office_id
    AND (NOT $is_same_type::BOOLEAN OR office.office_type = own.office_type)
    AND (NOT $is_same_region::BOOLEAN OR office.region = own.region)
    AND abs(office_year.score - own.score) <= $within::DECIMAL(5, 2)
ORDER BY abs(office_year.score - own.score), office.office_id
LIMIT $most::INTEGER;
