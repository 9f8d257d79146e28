-- The tables and views people ask for. Judgement ends here: pages only draw what these say.

-- Means and quantiles are taken of whole cents and rounded half up; the millionth mends what a
-- half cent may lose to floating point.
CREATE TEMP MACRO cents(score) AS (score * 100)::DOUBLE;
CREATE TEMP MACRO to_cent(cents) AS (floor(cents + 0.500001) / 100)::DECIMAL(5, 2);

-- One row per fiscal year that has any figure: how many offices there are and how many its sources name.
CREATE TABLE year_size AS
WITH expected AS (
    SELECT fiscal_year, sum(offices)::INTEGER AS ranked_offices
    FROM roster
    GROUP BY fiscal_year
),
named AS (
    SELECT fiscal_year, count(DISTINCT office_id)::INTEGER AS named_offices
    FROM score
    WHERE status NOT IN ('derived', 'stated')
    GROUP BY fiscal_year
),
touched AS (
    SELECT fiscal_year FROM score
    UNION
    SELECT fiscal_year FROM indicator_score
    UNION
    SELECT fiscal_year FROM item_score
)
SELECT
    fiscal_year,
    ranked_offices,
    coalesce(named_offices, 0) AS named_offices,
    coalesce(named_offices, 0) >= ranked_offices AS is_complete
FROM touched
JOIN expected USING (fiscal_year)
LEFT JOIN named USING (fiscal_year)
ORDER BY fiscal_year;
COMMENT ON TABLE year_size IS 'One row per fiscal year with figures.';

-- One row per fiscal year and place in the ranking, whether or not the office in it is known.
CREATE TABLE ranking AS
WITH claim AS (
    SELECT
        score.*,
        count(*) OVER (PARTITION BY score.fiscal_year, office_id, score.source_id) > 1 AS is_named_twice
    FROM score
    JOIN source USING (source_id)
    WHERE score.status NOT IN ('derived', 'stated')
    QUALIFY authority = min(authority) OVER (PARTITION BY score.fiscal_year)
),
-- Offices that share a rank fill the places after it, where no other row claims these; a rank that
-- stands twice otherwise is nobody's. Without any ranks a complete year is placed by its scores.
counted AS (
    SELECT
        claim.*,
        is_complete,
        count(rank_stated) OVER (PARTITION BY claim.fiscal_year) = 0 AS is_unranked,
        count(*) OVER same_rank AS sharing,
        min(claim.score) OVER same_rank = max(claim.score) OVER same_rank AS is_same_score,
        row_number() OVER (PARTITION BY claim.fiscal_year, rank_stated ORDER BY row_no) AS place_among,
        row_number() OVER (PARTITION BY claim.fiscal_year ORDER BY claim.score DESC, claim.office_id) AS place_by_score
    FROM claim JOIN year_size USING (fiscal_year)
    WINDOW same_rank AS (PARTITION BY claim.fiscal_year, rank_stated)
),
followed AS (
    SELECT
        counted.*,
        min(rank_stated) OVER (
            PARTITION BY fiscal_year ORDER BY rank_stated RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
        ) AS next_rank
    FROM counted
),
placed AS (
    SELECT
        *,
        CASE
            WHEN is_unranked AND is_complete THEN place_by_score
            WHEN sharing = 1 THEN rank_stated
            WHEN is_same_score AND coalesce(next_rank, rank_stated + sharing) >= rank_stated + sharing
                THEN rank_stated + place_among - 1
        END AS position
    FROM followed
),
doubt AS (
    SELECT
        source_id, row_no, count(*)::INTEGER AS open_findings,
        bool_or(rule = 'score_rises') AS is_out_of_order,
        bool_or(column_name IN ('score', 'rank')) AS is_score_doubtful
    FROM finding
    WHERE decision = 'open' AND severity <> 'note' AND row_no IS NOT NULL
    GROUP BY source_id, row_no
),
-- What offices that no row above names tell of themselves: one total and rank each, none of it in doubt.
told AS (
    SELECT
        fiscal_year, office_id,
        any_value(score) AS score, max(rank_stated) AS rank_stated,
        arg_min(source_id, (rank_stated IS NULL, source_id)) AS source_id,
        arg_min(row_no, (rank_stated IS NULL, source_id)) AS row_no,
        arg_min(office_printed, (rank_stated IS NULL, source_id)) AS office_printed
    FROM score
    LEFT JOIN doubt USING (source_id, row_no)
    WHERE status = 'stated'
    AND NOT coalesce(is_score_doubtful, FALSE)
    AND (fiscal_year, office_id) NOT IN (SELECT (fiscal_year, office_id) FROM claim)
    GROUP BY fiscal_year, office_id
    HAVING count(DISTINCT score) = 1 AND count(DISTINCT rank_stated) <= 1
),
place AS (
    SELECT fiscal_year, ranked_offices, unnest(generate_series(1, ranked_offices))::INTEGER AS position
    FROM year_size
    WHERE fiscal_year IN (SELECT fiscal_year FROM placed WHERE position IS NOT NULL)
    OR fiscal_year IN (SELECT fiscal_year FROM told WHERE rank_stated IS NOT NULL)
),
-- A place no row above fills, and the scores its neighbours leave to it.
open_place AS (
    SELECT
        fiscal_year, position,
        min(bounding_score) OVER (by_place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS upper_bound,
        max(bounding_score) OVER (by_place ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS lower_bound
    FROM (
        SELECT
            place.*, placed.score,
            CASE WHEN NOT coalesce(doubt.is_out_of_order, FALSE) THEN placed.score END AS bounding_score
        FROM place
        LEFT JOIN placed USING (fiscal_year, position)
        LEFT JOIN doubt ON doubt.source_id = placed.source_id AND doubt.row_no = placed.row_no
    )
    WINDOW by_place AS (PARTITION BY fiscal_year ORDER BY position)
    QUALIFY score IS NULL
),
-- What an office tells takes the place of its rank where that has room for its score, or the only place that has.
told_fitting AS (
    SELECT ranked.*, open_place.position
    FROM (
        SELECT
            told.*,
            rank_stated - 1 + row_number() OVER (PARTITION BY fiscal_year, rank_stated ORDER BY office_id) AS wanted
        FROM told
    ) AS ranked
    JOIN open_place
        ON open_place.fiscal_year = ranked.fiscal_year
        AND ranked.score BETWEEN coalesce(lower_bound, 0) AND coalesce(upper_bound, 100)
        AND (wanted IS NULL OR wanted = open_place.position)
    QUALIFY count(*) OVER (PARTITION BY ranked.fiscal_year, ranked.office_id) = 1
),
told_place AS (
    FROM told_fitting
    QUALIFY count(*) OVER (PARTITION BY fiscal_year, position) = 1
),
known_place AS (
    SELECT fiscal_year, position, office_id, office_printed, score, status, source_id, row_no, is_named_twice
    FROM placed
    WHERE position IS NOT NULL
    UNION ALL
    SELECT fiscal_year, position, office_id, office_printed, score, 'stated', source_id, row_no, FALSE
    FROM told_place
),
filled AS (
    SELECT
        place.*,
        known_place.office_id, known_place.office_printed, known_place.score, known_place.status,
        known_place.source_id, known_place.row_no, coalesce(known_place.is_named_twice, FALSE) AS is_named_twice,
        known_place.score IS NOT NULL AS is_known,
        coalesce(doubt.open_findings, 0) AS open_findings,
        coalesce(doubt.is_score_doubtful, FALSE) AS is_score_doubtful,
        CASE WHEN NOT coalesce(doubt.is_out_of_order, FALSE) THEN known_place.score END AS bounding_score
    FROM place
    LEFT JOIN known_place USING (fiscal_year, position)
    LEFT JOIN doubt ON doubt.source_id = known_place.source_id AND doubt.row_no = known_place.row_no
),
neighboured AS (
    SELECT
        *,
        lag(score) OVER by_place AS score_before,
        lag(is_score_doubtful) OVER by_place AS is_score_before_doubtful,
        lag(is_known, 1, TRUE) OVER by_place AS is_known_before,
        lead(is_known, 1, TRUE) OVER by_place AS is_known_after,
        min(bounding_score) OVER (by_place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS upper_bound,
        max(bounding_score) OVER (by_place ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS lower_bound
    FROM filled
    WINDOW by_place AS (PARTITION BY fiscal_year ORDER BY position)
),
-- Unknown places beside each other are one gap.
gapped AS (
    SELECT
        *,
        position - row_number() OVER (PARTITION BY fiscal_year, is_known ORDER BY position) AS gap_no
    FROM neighboured
),
-- Totals told without a place that can only lie in one gap: as many of its places have at least, or at most, these.
told_within AS (
    SELECT
        fiscal_year, gap_no, score,
        row_number() OVER (PARTITION BY fiscal_year, gap_no ORDER BY score DESC) AS from_top,
        row_number() OVER (PARTITION BY fiscal_year, gap_no ORDER BY score) AS from_bottom
    FROM (
        SELECT told.fiscal_year, told.office_id, any_value(told.score) AS score, any_value(gap_no) AS gap_no
        FROM told
        ANTI JOIN told_place USING (fiscal_year, office_id)
        JOIN gapped
            ON gapped.fiscal_year = told.fiscal_year
            AND NOT is_known
            AND told.score BETWEEN coalesce(lower_bound, 0) AND coalesce(upper_bound, 100)
        GROUP BY told.fiscal_year, told.office_id
        HAVING count(DISTINCT gap_no) = 1
    )
),
narrowed AS (
    SELECT
        numbered.* EXCLUDE (upper_bound, lower_bound, from_top, from_bottom),
        least(numbered.upper_bound, most.score) AS upper_bound,
        greatest(numbered.lower_bound, fewest.score) AS lower_bound
    FROM (
        SELECT
            *,
            CASE WHEN NOT is_known THEN row_number() OVER (PARTITION BY fiscal_year, gap_no, is_known ORDER BY position) END AS from_top,
            CASE WHEN NOT is_known THEN row_number() OVER (PARTITION BY fiscal_year, gap_no, is_known ORDER BY position DESC) END AS from_bottom
        FROM gapped
    ) AS numbered
    LEFT JOIN told_within AS fewest
        ON (fewest.fiscal_year, fewest.gap_no, fewest.from_top) = (numbered.fiscal_year, numbered.gap_no, numbered.from_top)
    LEFT JOIN told_within AS most
        ON (most.fiscal_year, most.gap_no, most.from_bottom) = (numbered.fiscal_year, numbered.gap_no, numbered.from_bottom)
),
run AS (
    SELECT
        *,
        sum(CASE WHEN is_known AND score = score_before THEN 0 ELSE 1 END)
            OVER (PARTITION BY fiscal_year ORDER BY position) AS run_no
    FROM narrowed
),
tied AS (
    SELECT
        *,
        min(position) OVER same_score AS first_position,
        max(position) OVER same_score AS last_position,
        first_value(is_known_before) OVER (same_score ORDER BY position) AS is_start_known,
        first_value(is_known_after) OVER (same_score ORDER BY position DESC) AS is_end_known,
        first_value(score_before) OVER (same_score ORDER BY position) AS score_above,
        first_value(is_score_before_doubtful) OVER (same_score ORDER BY position) AS is_score_above_doubtful
    FROM run
    WINDOW same_score AS (PARTITION BY fiscal_year, run_no)
)
SELECT
    fiscal_year,
    position,
    CASE WHEN is_known THEN first_position END::INTEGER AS rank,
    CASE WHEN is_known THEN last_position - first_position + 1 END::INTEGER AS tied_offices,
    is_known AND NOT (is_start_known AND is_end_known) AS is_tie_open,
    ranked_offices,
    CASE WHEN is_known AND is_end_known THEN ranked_offices - last_position END::INTEGER AS offices_below,
    office_id,
    office_printed,
    is_named_twice,
    score,
    status,
    CASE WHEN NOT is_known AND (upper_bound IS NULL OR lower_bound <= upper_bound) THEN lower_bound END AS lower_bound,
    CASE WHEN NOT is_known AND (lower_bound IS NULL OR lower_bound <= upper_bound) THEN upper_bound END AS upper_bound,
    CASE WHEN is_known AND score_above >= score THEN score_above END AS score_above,
    CASE WHEN is_known AND score_above >= score THEN is_score_above_doubtful END AS is_score_above_doubtful,
    open_findings,
    source_id,
    row_no
FROM tied
ORDER BY fiscal_year, position;
COMMENT ON TABLE ranking IS 'One row per fiscal year and place in the ranking; unknown places carry the bounds their neighbours set.';

-- One row per fiscal year with figures and office: everything said about its total. What an office tells of
-- itself gives way to a total that follows from an announcement and is another one.
CREATE TABLE office_year AS
WITH claim AS (
    SELECT
        score.*,
        authority,
        min(CASE WHEN score.status = 'derived' AND authority = 1 THEN score.score END)
            OVER (PARTITION BY score.fiscal_year, office_id) AS derived_score,
        count(*) OVER (PARTITION BY score.fiscal_year, office_id, score.source_id) AS claims_in_source
    FROM score JOIN source USING (source_id)
),
accepted AS (
    SELECT *
    FROM claim
    WHERE claims_in_source = 1
    QUALIFY row_number() OVER (
        PARTITION BY fiscal_year, office_id
        ORDER BY
            CASE WHEN status = 'derived' THEN 1 WHEN status = 'stated' AND abs(score - derived_score) > 0.01 THEN 2 ELSE 0 END,
            authority, source_id, row_no
    ) = 1
),
named_twice AS (
    SELECT DISTINCT fiscal_year, office_id FROM claim WHERE claims_in_source > 1 AND status <> 'derived'
),
doubt AS (
    SELECT source_id, row_no, count(*)::INTEGER AS open_findings
    FROM finding
    WHERE decision = 'open' AND severity <> 'note' AND row_no IS NOT NULL
    GROUP BY source_id, row_no
),
pass_mark AS (
    SELECT fiscal_year, min(min_score) AS pass_mark FROM grade_band WHERE is_pass GROUP BY fiscal_year
),
place AS (
    SELECT * FROM ranking WHERE NOT is_named_twice AND office_id IS NOT NULL
),
gathered AS (
    SELECT
        year_size.fiscal_year,
        office.office_id,
        accepted.* EXCLUDE (fiscal_year, office_id, authority, derived_score, claims_in_source),
        place.rank, place.tied_offices, place.is_tie_open, place.offices_below, place.score_above, place.is_score_above_doubtful,
        year_size.ranked_offices,
        coalesce(doubt.open_findings, 0) AS open_findings,
        CASE
            WHEN accepted.score IS NOT NULL THEN NULL
            WHEN named_twice.office_id IS NOT NULL THEN 'named_twice'
            WHEN year_size.is_complete THEN 'not_assessed'
            ELSE 'not_published'
        END AS missing_reason
    FROM year_size
    CROSS JOIN office
    LEFT JOIN accepted ON accepted.fiscal_year = year_size.fiscal_year AND accepted.office_id = office.office_id
    LEFT JOIN named_twice ON named_twice.fiscal_year = year_size.fiscal_year AND named_twice.office_id = office.office_id
    LEFT JOIN place ON place.fiscal_year = year_size.fiscal_year AND place.office_id = office.office_id
    LEFT JOIN doubt ON doubt.source_id = accepted.source_id AND doubt.row_no = accepted.row_no
),
graded AS (
    SELECT
        gathered.*,
        coalesce(grade_stated, gathered.grade) AS shown_grade,
        lag(score) OVER by_year AS previous_score,
        lag(tolerance) OVER by_year AS previous_tolerance,
        lag(fiscal_year) OVER by_year AS previous_year
    FROM gathered
    WINDOW by_year AS (PARTITION BY office_id ORDER BY fiscal_year)
)
SELECT
    graded.fiscal_year,
    graded.office_id,
    graded.score,
    graded.score_printed,
    graded.tolerance,
    graded.status,
    graded.missing_reason,
    graded.shown_grade AS grade,
    CASE WHEN grade_stated IS NOT NULL THEN 'printed' WHEN shown_grade IS NOT NULL THEN 'rule' END AS grade_kind,
    graded.score >= pass_mark.pass_mark AS is_pass,
    graded.rank,
    graded.tied_offices,
    graded.is_tie_open,
    graded.ranked_offices,
    graded.offices_below,
    round(100.0 * graded.offices_below / nullif(graded.ranked_offices - 1, 0), 2) AS percentile,
    CASE WHEN coalesce(step.comparable, 'yes') <> 'no' THEN graded.change END AS change,
    graded.change_printed,
    CASE WHEN previous_year = graded.fiscal_year - 1 AND coalesce(step.comparable, 'yes') <> 'no'
        THEN graded.score - graded.previous_score END AS change_computed,
    CASE WHEN previous_year = graded.fiscal_year - 1 AND coalesce(step.comparable, 'yes') <> 'no'
        THEN graded.previous_score END AS previous_score,
    CASE WHEN previous_year = graded.fiscal_year - 1 THEN graded.previous_tolerance END AS previous_tolerance,
    step.comparable AS change_comparable,
    next_band.grade AS next_grade,
    next_band.min_score AS next_grade_min_score,
    next_band.min_instrument_score AS next_grade_min_instrument_score,
    graded.score_above,
    graded.is_score_above_doubtful,
    graded.open_findings,
    graded.source_id,
    graded.page,
    graded.row_no
FROM graded
LEFT JOIN grade_band AS band ON band.fiscal_year = graded.fiscal_year AND band.grade = shown_grade
LEFT JOIN pass_mark ON pass_mark.fiscal_year = graded.fiscal_year
LEFT JOIN comparability AS step
    ON step.level = 'total'
    AND step.from_year = graded.fiscal_year - 1
    AND step.to_year = graded.fiscal_year
    AND previous_year = graded.fiscal_year - 1
LEFT JOIN grade_band AS next_band
    ON next_band.fiscal_year = graded.fiscal_year AND next_band.position = band.position - 1
ORDER BY graded.fiscal_year, graded.office_id;
COMMENT ON TABLE office_year IS 'One row per fiscal year with figures and office; a missing score says why.';

-- One row per fiscal year, indicator (0 = total) and office type, only where nine in ten offices are known.
CREATE TABLE benchmark AS
WITH value AS (
    SELECT fiscal_year, office_id, 0 AS indicator_no, score
    FROM office_year
    WHERE score IS NOT NULL AND status <> 'derived'
    UNION ALL
    SELECT fiscal_year, office_id, indicator_no, score
    FROM indicator_score
),
typed AS (
    SELECT value.*, unnest(['all', office_type]) AS office_type
    FROM value JOIN office USING (office_id)
),
expected AS (
    SELECT fiscal_year, office_type, offices FROM roster
    UNION ALL
    SELECT fiscal_year, 'all', sum(offices) FROM roster GROUP BY fiscal_year
)
SELECT
    typed.fiscal_year,
    typed.indicator_no,
    typed.office_type,
    count(*)::INTEGER AS known_offices,
    any_value(expected.offices)::INTEGER AS expected_offices,
    to_cent(avg(cents(score))) AS mean,
    to_cent(median(cents(score))) AS median,
    to_cent(quantile_cont(cents(score), 0.90)) AS top_decile,
    to_cent(quantile_cont(cents(score), 0.75)) AS upper_quartile,
    to_cent(quantile_cont(cents(score), 0.25)) AS lower_quartile,
    min(score) AS minimum,
    max(score) AS maximum
FROM typed
JOIN expected ON expected.fiscal_year = typed.fiscal_year AND expected.office_type = typed.office_type
GROUP BY typed.fiscal_year, typed.indicator_no, typed.office_type
HAVING count(*) >= 0.9 * any_value(expected.offices)
ORDER BY typed.fiscal_year, typed.indicator_no, typed.office_type;
COMMENT ON TABLE benchmark IS 'One row per fiscal year, indicator (0 = total) and office type: the spread of the offices, where at least nine in ten are known.';

-- One row per fiscal year, office, indicator and benchmark kind: gap = score - benchmark, effect = gap in points of the total.
CREATE VIEW indicator_gap AS
WITH kind AS (
    SELECT unnest(
        ['national_mean', 'national_median', 'top_decile', 'type_mean', 'full_marks', 'last_year']
    ) AS benchmark_kind
),
compared AS (
    SELECT
        office_year.fiscal_year,
        office_year.office_id,
        indicator.indicator_no,
        indicator.name_th,
        indicator.name_en,
        indicator.instrument,
        indicator.weight,
        indicator_score.score,
        indicator_score.status,
        indicator_score.source_id,
        kind.benchmark_kind,
        CASE kind.benchmark_kind
            WHEN 'national_mean' THEN national.mean
            WHEN 'national_median' THEN national.median
            WHEN 'top_decile' THEN national.top_decile
            WHEN 'type_mean' THEN own_type.mean
            WHEN 'full_marks' THEN 100.00::DECIMAL(5, 2)
            WHEN 'last_year' THEN CASE WHEN step.comparable <> 'no' THEN last_year.score END
        END AS benchmark,
        national.minimum, national.lower_quartile, national.median, national.upper_quartile, national.maximum
    FROM office_year
    JOIN office USING (office_id)
    JOIN indicator USING (fiscal_year)
    CROSS JOIN kind
    LEFT JOIN indicator_score USING (fiscal_year, office_id, indicator_no)
    LEFT JOIN benchmark AS national
        ON national.fiscal_year = office_year.fiscal_year
        AND national.indicator_no = indicator.indicator_no
        AND national.office_type = 'all'
    LEFT JOIN benchmark AS own_type
        ON own_type.fiscal_year = office_year.fiscal_year
        AND own_type.indicator_no = indicator.indicator_no
        AND own_type.office_type = office.office_type
    LEFT JOIN indicator_score AS last_year
        ON last_year.fiscal_year = office_year.fiscal_year - 1
        AND last_year.office_id = office_year.office_id
        AND last_year.indicator_no = indicator.indicator_no
    LEFT JOIN indicator_comparability AS step
        ON step.indicator_no = indicator.indicator_no
        AND step.from_year = office_year.fiscal_year - 1
        AND step.to_year = office_year.fiscal_year
)
SELECT
    *,
    score - benchmark AS gap,
    round(weight * (score - benchmark) / 100, 4)::DECIMAL(7, 4) AS effect
FROM compared;
COMMENT ON VIEW indicator_gap IS 'One row per fiscal year, office, indicator and benchmark kind; effect = weight x gap, in points of the total.';

-- One row per fiscal year, office and indicator with a score in it and the year before: what it did to the total.
CREATE VIEW indicator_change AS
SELECT
    now.fiscal_year,
    now.office_id,
    now.indicator_no,
    indicator.name_th,
    indicator.name_en,
    indicator.instrument,
    indicator.weight,
    before.score AS previous_score,
    now.score,
    now.score - before.score AS change,
    round(indicator.weight * (now.score - before.score) * 0.01::DECIMAL(3, 2), 2)::DECIMAL(5, 2) AS change_effect,
    step.comparable,
    now.source_id
FROM indicator_score AS now
JOIN indicator_score AS before
    ON before.fiscal_year = now.fiscal_year - 1
    AND before.office_id = now.office_id
    AND before.indicator_no = now.indicator_no
JOIN indicator ON indicator.fiscal_year = now.fiscal_year AND indicator.indicator_no = now.indicator_no
JOIN indicator_comparability AS step
    ON step.indicator_no = now.indicator_no AND step.from_year = before.fiscal_year AND step.to_year = now.fiscal_year
WHERE step.comparable <> 'no';
COMMENT ON VIEW indicator_change IS 'One row per fiscal year, office and indicator known in it and the year before; change_effect = weight x change to the cent.';

-- One row per fiscal year and office whose total compares with the year before: what the change is made of.
CREATE TABLE office_change AS
WITH pair AS (
    SELECT
        now.fiscal_year,
        now.office_id,
        before.fiscal_year AS previous_year,
        before.score AS previous_score,
        now.score,
        coalesce(now.change, now.score - before.score) AS change,
        CASE WHEN now.change IS NULL THEN 'computed' ELSE 'published' END AS change_kind,
        now.change_comparable AS comparable,
        before.percentile AS previous_percentile,
        now.percentile
    FROM office_year AS now
    JOIN office_year AS before
        ON before.office_id = now.office_id AND before.fiscal_year = now.fiscal_year - 1
    WHERE now.score IS NOT NULL AND before.score IS NOT NULL AND now.change_comparable <> 'no'
),
part AS (
    SELECT
        fiscal_year,
        office_id,
        count(*)::INTEGER AS known_indicators,
        sum(change_effect)::DECIMAL(5, 2) AS indicator_effect,
        sum(weight) FILTER (comparable = 'yes') AS like_weight,
        sum(weight * score) FILTER (comparable = 'yes') AS like_sum,
        sum(weight * previous_score) FILTER (comparable = 'yes') AS previous_like_sum
    FROM indicator_change
    GROUP BY fiscal_year, office_id
),
listed AS (
    SELECT fiscal_year, count(*)::INTEGER AS indicators FROM indicator GROUP BY fiscal_year
)
SELECT
    pair.*,
    coalesce(part.known_indicators, 0) AS known_indicators,
    listed.indicators - coalesce(part.known_indicators, 0) AS missing_indicators,
    coalesce(part.indicator_effect, 0)::DECIMAL(5, 2) AS indicator_effect,
    (pair.change - coalesce(part.indicator_effect, 0))::DECIMAL(5, 2) AS residual,
    (pair.score - pair.previous_score - pair.change)::DECIMAL(5, 2) AS print_rounding,
    part.like_weight,
    round(part.previous_like_sum / part.like_weight, 2)::DECIMAL(5, 2) AS previous_like_score,
    round(part.like_sum / part.like_weight, 2)::DECIMAL(5, 2) AS like_score
FROM pair
JOIN listed ON listed.fiscal_year = pair.fiscal_year
LEFT JOIN part ON part.fiscal_year = pair.fiscal_year AND part.office_id = pair.office_id
ORDER BY pair.fiscal_year, pair.office_id;
COMMENT ON TABLE office_change IS 'One row per fiscal year and office with a comparable total the year before: previous_score + indicator_effect + residual + print_rounding = score.';

-- One row per fiscal year and office type: how all of its offices moved, where nine in ten are known in both years.
CREATE TABLE change_year AS
WITH expected AS (
    SELECT fiscal_year, office_type, offices FROM roster
    UNION ALL
    SELECT fiscal_year, 'all', sum(offices) FROM roster GROUP BY fiscal_year
),
typed AS (
    SELECT office_change.*, unnest(['all', office.office_type]) AS office_type
    FROM office_change JOIN office USING (office_id)
)
SELECT
    typed.fiscal_year,
    typed.office_type,
    count(*)::INTEGER AS known_offices,
    least(any_value(now.offices), any_value(before.offices))::INTEGER AS expected_offices,
    to_cent(avg(cents(change))) AS mean_change,
    to_cent(median(cents(change))) AS median_change,
    (count(*) FILTER (change > 0))::INTEGER AS risen_offices
FROM typed
JOIN expected AS now ON now.fiscal_year = typed.fiscal_year AND now.office_type = typed.office_type
JOIN expected AS before ON before.fiscal_year = typed.previous_year AND before.office_type = typed.office_type
GROUP BY typed.fiscal_year, typed.office_type
HAVING count(*) >= 0.9 * least(any_value(now.offices), any_value(before.offices))
ORDER BY typed.fiscal_year, typed.office_type;
COMMENT ON TABLE change_year IS 'One row per fiscal year and office type (or all): how the offices known in it and the year before moved.';

-- One row per fiscal year and group of offices (type, region or province): the spread of their known totals.
CREATE TABLE group_year AS
WITH membership AS (
    SELECT office_id, 'office_type' AS group_kind, office_type AS group_code FROM office
    UNION ALL
    SELECT office_id, 'region', region FROM office
    UNION ALL
    SELECT office_id, 'province', province FROM office
)
SELECT
    office_year.fiscal_year,
    group_kind,
    group_code,
    (count(score) FILTER (status <> 'derived'))::INTEGER AS known_offices,
    (count(*) FILTER (missing_reason IS DISTINCT FROM 'not_assessed'))::INTEGER AS expected_offices,
    to_cent(avg(cents(score)) FILTER (status <> 'derived')) AS mean,
    to_cent(median(cents(score)) FILTER (status <> 'derived')) AS median,
    to_cent(quantile_cont(cents(score), 0.75) FILTER (status <> 'derived')) AS upper_quartile,
    to_cent(quantile_cont(cents(score), 0.25) FILTER (status <> 'derived')) AS lower_quartile,
    min(score) FILTER (status <> 'derived') AS minimum,
    max(score) FILTER (status <> 'derived') AS maximum,
    (count(*) FILTER (is_pass AND status <> 'derived'))::INTEGER AS passed_offices
FROM office_year JOIN membership USING (office_id)
GROUP BY office_year.fiscal_year, group_kind, group_code
ORDER BY office_year.fiscal_year, group_kind, group_code;
COMMENT ON TABLE group_year IS 'One row per fiscal year and office type, region or province: how many totals are known, of how many, and their spread.';

-- One row per fiscal year and sub-indicator: its national mean, where nine in ten offices are known.
CREATE TABLE sub_indicator_year AS
WITH own AS (
    SELECT
        item_score.fiscal_year, item_score.office_id, item.sub_indicator,
        avg(item_score.score) AS score,
        count(*) AS known_items
    FROM item_score JOIN item USING (fiscal_year, item_code)
    GROUP BY item_score.fiscal_year, item_score.office_id, item.sub_indicator
),
expected AS (
    SELECT fiscal_year, sum(offices) AS offices FROM roster GROUP BY fiscal_year
)
SELECT
    own.fiscal_year,
    own.sub_indicator,
    count(*)::INTEGER AS known_offices,
    any_value(expected.offices)::INTEGER AS expected_offices,
    to_cent(avg(100 * own.score)) AS mean
FROM own
JOIN sub_indicator USING (fiscal_year, sub_indicator)
JOIN expected USING (fiscal_year)
WHERE own.known_items = sub_indicator.item_count
GROUP BY own.fiscal_year, own.sub_indicator
HAVING count(*) >= 0.9 * any_value(expected.offices)
ORDER BY own.fiscal_year, own.sub_indicator;
COMMENT ON TABLE sub_indicator_year IS 'One row per fiscal year and OIT sub-indicator: the mean of the offices, where at least nine in ten are known.';

-- One row per fiscal year and item: how many of the offices whose items are known have it in full.
CREATE TABLE item_year AS
SELECT
    fiscal_year,
    item_code,
    count(*)::INTEGER AS known_offices,
    count(*) FILTER (score = 100)::INTEGER AS full_offices
FROM item_score
GROUP BY fiscal_year, item_code
ORDER BY fiscal_year, item_code;
COMMENT ON TABLE item_year IS 'One row per fiscal year and item with known scores.';

-- One row per fiscal year, office and disclosure item: what it is worth and what is still to gain.
CREATE VIEW item_gap AS
SELECT
    item.fiscal_year,
    office.office_id,
    item.item_code,
    item.item_no,
    item.title_th,
    item.indicator_no,
    item.sub_indicator,
    sub_indicator.name_th AS sub_indicator_name,
    item.item_points,
    item_score.score,
    item_score.status,
    item_score.source_id,
    item_score.row_no,
    round(item.item_points * (100 - item_score.score) / 100, 4)::DECIMAL(7, 4) AS points_to_gain,
    item_year.known_offices,
    item_year.full_offices,
    item_owner.owner,
    item.status AS list_status
FROM item
CROSS JOIN office
LEFT JOIN sub_indicator USING (fiscal_year, sub_indicator)
LEFT JOIN item_score
    ON item_score.fiscal_year = item.fiscal_year
    AND item_score.item_code = item.item_code
    AND item_score.office_id = office.office_id
LEFT JOIN item_owner
    ON item_owner.fiscal_year = item.fiscal_year
    AND item_owner.item_code = item.item_code
    AND item_owner.office_id = office.office_id
LEFT JOIN item_year ON item_year.fiscal_year = item.fiscal_year AND item_year.item_code = item.item_code;
COMMENT ON VIEW item_gap IS 'One row per fiscal year, office and OIT item; points_to_gain in points of the total.';

-- One row per fiscal year, office and OIT sub-indicator: its score, what it still holds, the national mean.
CREATE VIEW sub_indicator_gap AS
SELECT
    item_gap.fiscal_year,
    item_gap.office_id,
    item_gap.sub_indicator,
    any_value(item_gap.sub_indicator_name) AS name_th,
    any_value(item_gap.indicator_no) AS indicator_no,
    count(*)::INTEGER AS item_count,
    count(item_gap.score)::INTEGER AS known_items,
    CASE WHEN count(item_gap.score) = count(*) THEN round(avg(item_gap.score), 2)::DECIMAL(5, 2) END AS score,
    sum(item_gap.points_to_gain)::DECIMAL(7, 4) AS points_to_gain,
    any_value(sub_indicator_year.mean) AS mean
FROM item_gap
LEFT JOIN sub_indicator_year
    ON sub_indicator_year.fiscal_year = item_gap.fiscal_year
    AND sub_indicator_year.sub_indicator = item_gap.sub_indicator
WHERE item_gap.item_points IS NOT NULL
GROUP BY item_gap.fiscal_year, item_gap.office_id, item_gap.sub_indicator;
COMMENT ON VIEW sub_indicator_gap IS 'One row per fiscal year, office and OIT sub-indicator whose items are listed.';

-- One row per fiscal year and office ranked in it and the year before.
CREATE TABLE rank_movement AS
WITH pair AS (
    SELECT
        now.fiscal_year,
        before.fiscal_year AS previous_year,
        now.office_id,
        now.rank,
        now.ranked_offices,
        before.rank AS previous_rank,
        before.ranked_offices AS previous_ranked_offices
    FROM office_year AS now
    JOIN office_year AS before
        ON before.office_id = now.office_id AND before.fiscal_year = now.fiscal_year - 1
    WHERE now.rank IS NOT NULL AND before.rank IS NOT NULL
)
SELECT
    pair.*,
    CASE WHEN comparable <> 'no' THEN previous_rank - rank END AS places_gained,
    comparable,
    reason_th,
    reason_en
FROM pair
JOIN comparability ON level = 'rank' AND from_year = previous_year AND to_year = fiscal_year
ORDER BY fiscal_year, office_id;
COMMENT ON TABLE rank_movement IS 'One row per fiscal year and office ranked in it and the year before; places_gained is positive for a rise.';

-- One row per fiscal year and level: how much is known of what there is.
CREATE TABLE coverage AS
WITH expected AS (
    SELECT fiscal_year, sum(offices)::INTEGER AS offices FROM roster GROUP BY fiscal_year
),
level AS (
    SELECT fiscal_year, 'total' AS level, count(*) AS known_offices
    FROM office_year WHERE score IS NOT NULL AND status <> 'derived' GROUP BY fiscal_year
    UNION ALL
    SELECT fiscal_year, 'derived_total', count(*)
    FROM office_year WHERE status = 'derived' GROUP BY fiscal_year
    UNION ALL
    SELECT fiscal_year, 'rank', count(*) FROM ranking WHERE score IS NOT NULL GROUP BY fiscal_year
    UNION ALL
    SELECT fiscal_year, 'instrument', count(DISTINCT office_id) FROM instrument_score GROUP BY fiscal_year
    UNION ALL
    SELECT fiscal_year, 'indicator', count(DISTINCT office_id) FROM indicator_score GROUP BY fiscal_year
    UNION ALL
    SELECT fiscal_year, 'item', count(DISTINCT office_id) FROM item_score GROUP BY fiscal_year
),
grid AS (
    SELECT fiscal_year, offices, unnest(['total', 'derived_total', 'rank', 'instrument', 'indicator', 'item']) AS level
    FROM expected
)
SELECT
    fiscal_year,
    level,
    coalesce(known_offices, 0)::INTEGER AS known_offices,
    offices AS expected_offices
FROM grid LEFT JOIN level USING (fiscal_year, level)
ORDER BY fiscal_year, level;
COMMENT ON TABLE coverage IS 'One row per fiscal year and level: offices with a figure, of how many.';
