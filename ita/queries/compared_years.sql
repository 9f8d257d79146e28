SELECT
    office_year.fiscal_year, office_year.office_id, office.short_name, office.name_en, office.office_type,
    office_year.score, office_year.tolerance, office_year.status, office_year.missing_reason,
    office_year.grade, office_year.is_pass, office_year.rank, office_year.tied_offices, office_year.is_tie_open,
    office_year.ranked_offices, office_year.percentile,
    coalesce(office_change.change, office_year.change) AS change,
    office_year.open_findings, office_year.source_id
FROM office_year
JOIN office USING (office_id)
LEFT JOIN office_change
    ON office_change.fiscal_year = office_year.fiscal_year AND office_change.office_id = office_year.office_id
WHERE list_contains($office_ids::VARCHAR[], office_year.office_id)
ORDER BY office_year.office_id, office_year.fiscal_year;
