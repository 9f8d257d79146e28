WITH place AS (
    SELECT DISTINCT 'province' AS group_kind, province AS group_code, province_en AS group_en FROM office
    UNION
    SELECT DISTINCT 'region', region, region_en FROM office
)
SELECT group_year.* EXCLUDE (fiscal_year), place.group_en
FROM group_year LEFT JOIN place USING (group_kind, group_code)
WHERE fiscal_year = $fiscal_year
ORDER BY group_kind, group_code;
