SELECT version_id, edition, home_office_id, built_at, seed FROM version;
