-- Years and offices for which office_year lacks a row or has two.
SELECT fiscal_year, office_id, count(office_year.office_id) AS found
FROM year_size CROSS JOIN office LEFT JOIN office_year USING (fiscal_year, office_id)
GROUP BY fiscal_year, office_id
HAVING found <> 1;
