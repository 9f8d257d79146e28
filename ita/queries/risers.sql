-- Offices that stood at a level in an indicator one to three years before: how far they got since.
WITH stood AS (
    SELECT
        indicator_score.office_id,
        indicator_score.fiscal_year AS from_year,
        indicator_score.score AS from_score,
        step.comparable
    FROM indicator_score
    JOIN office USING (office_id)
    JOIN indicator_comparability AS step
        ON step.indicator_no = indicator_score.indicator_no
        AND step.from_year = indicator_score.fiscal_year
        AND step.to_year = $fiscal_year::INTEGER
    WHERE indicator_score.indicator_no = $indicator_no::INTEGER
        AND indicator_score.fiscal_year BETWEEN $fiscal_year::INTEGER - 3 AND $fiscal_year::INTEGER - 1
        AND abs(indicator_score.score - $level::DECIMAL(5, 2)) <= $within::DECIMAL(5, 2)
        AND indicator_score.office_id <> $office_id
        AND ($office_type = 'all' OR office.office_type = $office_type)
        AND step.comparable <> 'no'
),
path AS (
    SELECT
        stood.*,
        now.score AS to_score,
        now.score - stood.from_score AS rise,
        $fiscal_year::INTEGER - stood.from_year AS years,
        row_number() OVER (PARTITION BY stood.office_id ORDER BY stood.from_year) AS path_no
    FROM stood
    LEFT JOIN indicator_score AS now
        ON now.office_id = stood.office_id
        AND now.indicator_no = $indicator_no::INTEGER
        AND now.fiscal_year = $fiscal_year::INTEGER
),
counted AS (
    SELECT
        *,
        count(to_score) OVER ()::INTEGER AS stood_there,
        (count(*) FILTER (rise >= $least_rise::DECIMAL(5, 2)) OVER ())::INTEGER AS risen_offices,
        (count(*) FILTER (to_score IS NULL) OVER ())::INTEGER AS unscored_offices,
        (count(*) FILTER (to_score IS NOT NULL AND comparable = 'with_care') OVER ())::INTEGER AS with_care_offices
    FROM path
    WHERE path_no = 1
)
SELECT
    counted.office_id, office.short_name, office.name_en, office.office_type, office.province, office.province_en,
    from_year, from_score, to_score, rise, years, comparable,
    round(rise / years, 2)::DECIMAL(5, 2) AS rise_a_year,
    stood_there, risen_offices, unscored_offices, with_care_offices
FROM counted JOIN office USING (office_id)
WHERE to_score IS NOT NULL
ORDER BY rise_a_year DESC, rise DESC, office_id
LIMIT 500;
