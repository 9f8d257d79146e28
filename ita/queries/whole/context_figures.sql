SELECT * FROM context_figure ORDER BY fiscal_year, measure_en;
