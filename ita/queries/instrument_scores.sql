SELECT fiscal_year, instrument, score, status, source_id
FROM instrument_score
WHERE office_id = $office_id
ORDER BY fiscal_year, instrument;
