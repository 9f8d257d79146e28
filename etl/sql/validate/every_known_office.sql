-- Scores of any level about an office that is not on the list.
WITH named AS (
    SELECT office_id, 'score' AS level FROM score
    UNION SELECT office_id, 'instrument_score' FROM instrument_score
    UNION SELECT office_id, 'indicator_score' FROM indicator_score
    UNION SELECT office_id, 'item_score' FROM item_score
)
SELECT * FROM named ANTI JOIN office USING (office_id);
