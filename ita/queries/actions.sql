SELECT action.*, source.title AS source_title
FROM action JOIN source USING (source_id)
WHERE office_id = $office_id
ORDER BY action.fiscal_year, action.position;
