SELECT alias, office_id, note FROM office_alias ORDER BY office_id, alias;
