SELECT * FROM finding ORDER BY finding_id;
