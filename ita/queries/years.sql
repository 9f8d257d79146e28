SELECT fiscal_year, ranked_offices, named_offices, is_complete,
    fiscal_year IN (SELECT fiscal_year FROM ranking) AS is_ranked
FROM year_size ORDER BY fiscal_year;
