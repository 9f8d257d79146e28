SELECT ranking.fiscal_year, ranking.position, ranking.office_id, office.short_name, office.office_type,
    ranking.* EXCLUDE (fiscal_year, position, office_id)
FROM ranking LEFT JOIN office USING (office_id)
ORDER BY ranking.fiscal_year, ranking.position;
