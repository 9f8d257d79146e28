SELECT table_name, column_name, data_type, column_index
FROM duckdb_columns()
WHERE NOT internal
ORDER BY table_name, column_index;
