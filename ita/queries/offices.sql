WITH alias AS (
    SELECT office_id, string_agg(alias, ' · ' ORDER BY alias) AS aliases FROM office_alias GROUP BY office_id
)
SELECT office.* EXCLUDE (source_id), coalesce(alias.aliases, '') AS aliases
FROM office LEFT JOIN alias USING (office_id)
ORDER BY office_type, province, office_number, office_id;
