SELECT * FROM source ORDER BY sha256 IS NULL, fiscal_year, authority, source_id;
