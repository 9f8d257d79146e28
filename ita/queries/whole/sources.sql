SELECT * FROM source ORDER BY source_id;
