SELECT * FROM instrument_score ORDER BY fiscal_year, office_id, instrument;
