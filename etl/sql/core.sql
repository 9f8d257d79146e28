-- The tables of one warehouse. One edition per file: published and simulated figures never share one.
-- Every score keeps what was printed, where it stands in its source, and how we came to the value.

CREATE TABLE version (
    version_id      VARCHAR PRIMARY KEY,
    edition         VARCHAR NOT NULL CHECK (edition IN ('published', 'demo')),
    home_office_id  VARCHAR NOT NULL,
    built_at        TIMESTAMP NOT NULL,
    seed            INTEGER
);
COMMENT ON TABLE version IS 'One row: what this warehouse is. version_id is a digest of every input, so equal inputs give equal ids.';

CREATE TABLE source (
    source_id     VARCHAR PRIMARY KEY,
    kind          VARCHAR NOT NULL,
    title         VARCHAR NOT NULL,
    publisher     VARCHAR,
    location      VARCHAR,
    published_on  VARCHAR,
    sha256        VARCHAR CHECK (length(sha256) = 64),
    licence       VARCHAR,
    note          VARCHAR,
    fiscal_year   INTEGER,
    authority     INTEGER NOT NULL CHECK (authority BETWEEN 1 AND 9),
    rows_read     INTEGER,
    added_by      VARCHAR,
    added_on      VARCHAR
);
COMMENT ON TABLE source IS 'One row per document or file a figure or rule comes from. authority: 1 announcement, 2 the office''s own report, 3 archived page, 5 method document, 6 what an office tells of itself, 9 simulation; the lower number wins where two sources give one figure.';

CREATE TABLE office (
    office_id        VARCHAR PRIMARY KEY,
    office_name      VARCHAR NOT NULL UNIQUE,
    short_name       VARCHAR NOT NULL UNIQUE,
    name_en          VARCHAR NOT NULL UNIQUE,
    office_type      VARCHAR NOT NULL CHECK (office_type IN ('primary', 'secondary')),
    office_number    INTEGER,
    province         VARCHAR NOT NULL,
    province_en      VARCHAR NOT NULL,
    region           VARCHAR NOT NULL,
    region_en        VARCHAR NOT NULL,
    source_id        VARCHAR NOT NULL REFERENCES source (source_id)
);
COMMENT ON TABLE office IS 'One row per education service area office.';

CREATE TABLE office_alias (
    alias      VARCHAR PRIMARY KEY,
    office_id  VARCHAR NOT NULL REFERENCES office (office_id),
    note       VARCHAR
);
COMMENT ON TABLE office_alias IS 'One row per other spelling or former name of an office.';

CREATE TABLE roster (
    fiscal_year  INTEGER NOT NULL,
    office_type  VARCHAR NOT NULL CHECK (office_type IN ('primary', 'secondary')),
    offices      INTEGER NOT NULL CHECK (offices >= 0),
    confidence   VARCHAR NOT NULL,
    PRIMARY KEY (fiscal_year, office_type)
);
COMMENT ON TABLE roster IS 'One row per fiscal year and office type: how many offices were assessed.';

CREATE TABLE instrument (
    fiscal_year    INTEGER NOT NULL,
    instrument     VARCHAR NOT NULL CHECK (instrument IN ('iit', 'eit', 'oit')),
    name_th        VARCHAR NOT NULL,
    name_en        VARCHAR NOT NULL,
    weight         DECIMAL(5, 2) NOT NULL CHECK (weight BETWEEN 0 AND 100),
    question_count INTEGER,
    confidence     VARCHAR NOT NULL,
    PRIMARY KEY (fiscal_year, instrument)
);
COMMENT ON TABLE instrument IS 'One row per fiscal year and instrument; weight in points of the total.';

CREATE TABLE indicator (
    fiscal_year   INTEGER NOT NULL,
    indicator_no  INTEGER NOT NULL CHECK (indicator_no BETWEEN 1 AND 10),
    name_th       VARCHAR NOT NULL,
    name_en       VARCHAR NOT NULL,
    instrument    VARCHAR NOT NULL,
    weight        DECIMAL(5, 2) NOT NULL CHECK (weight BETWEEN 0 AND 100),
    confidence    VARCHAR NOT NULL,
    PRIMARY KEY (fiscal_year, indicator_no)
);
COMMENT ON TABLE indicator IS 'One row per fiscal year and indicator; weight in points of the total.';

CREATE TABLE sub_indicator (
    fiscal_year    INTEGER NOT NULL,
    sub_indicator  VARCHAR NOT NULL,
    name_th        VARCHAR NOT NULL,
    indicator_no   INTEGER NOT NULL,
    item_count     INTEGER,
    item_points    DECIMAL(6, 4),
    status         VARCHAR NOT NULL CHECK (status IN ('published', 'simulated')),
    confidence     VARCHAR NOT NULL,
    PRIMARY KEY (fiscal_year, sub_indicator)
);
COMMENT ON TABLE sub_indicator IS 'One row per fiscal year and OIT sub-indicator; item_points = what one full item adds to the total.';

CREATE TABLE item (
    fiscal_year    INTEGER NOT NULL,
    item_code      VARCHAR NOT NULL,
    item_no        INTEGER NOT NULL,
    title_th       VARCHAR NOT NULL,
    indicator_no   INTEGER NOT NULL,
    sub_indicator  VARCHAR,
    item_points    DECIMAL(6, 4),
    status         VARCHAR NOT NULL CHECK (status IN ('published', 'simulated')),
    confidence     VARCHAR NOT NULL,
    PRIMARY KEY (fiscal_year, item_code)
);
COMMENT ON TABLE item IS 'One row per fiscal year and OIT disclosure item. A code means different things in different years.';

CREATE TABLE grade_band (
    fiscal_year           INTEGER NOT NULL,
    grade                 VARCHAR NOT NULL,
    position              INTEGER NOT NULL,
    scheme                VARCHAR NOT NULL,
    min_score             DECIMAL(5, 2) NOT NULL CHECK (min_score BETWEEN 0 AND 100),
    min_instrument_score  DECIMAL(5, 2),
    is_pass               BOOLEAN,
    confidence            VARCHAR NOT NULL,
    PRIMARY KEY (fiscal_year, grade),
    UNIQUE (fiscal_year, position)
);
COMMENT ON TABLE grade_band IS 'One row per fiscal year and grade, best first: the first band whose minima are all met is the grade.';

CREATE TABLE comparability (
    level       VARCHAR NOT NULL CHECK (level IN ('total', 'rank', 'indicator', 'item')),
    from_year   INTEGER NOT NULL,
    to_year     INTEGER NOT NULL CHECK (to_year > from_year),
    comparable  VARCHAR NOT NULL CHECK (comparable IN ('yes', 'with_care', 'no')),
    reason_th   VARCHAR NOT NULL,
    reason_en   VARCHAR NOT NULL,
    PRIMARY KEY (level, from_year, to_year)
);
COMMENT ON TABLE comparability IS 'One row per level and pair of fiscal years: may they be compared, and why.';

CREATE TABLE indicator_comparability (
    indicator_no  INTEGER NOT NULL CHECK (indicator_no BETWEEN 1 AND 10),
    from_year     INTEGER NOT NULL,
    to_year       INTEGER NOT NULL CHECK (to_year > from_year),
    comparable    VARCHAR NOT NULL CHECK (comparable IN ('yes', 'with_care', 'no')),
    reason_th     VARCHAR NOT NULL,
    reason_en     VARCHAR NOT NULL,
    PRIMARY KEY (indicator_no, from_year, to_year)
);
COMMENT ON TABLE indicator_comparability IS 'One row per indicator and pair of fiscal years: may its scores be compared, and why.';

CREATE TABLE correction (
    correction_id  VARCHAR PRIMARY KEY,
    source_id      VARCHAR NOT NULL REFERENCES source (source_id),
    row_no         INTEGER NOT NULL,
    column_name    VARCHAR NOT NULL,
    printed        VARCHAR NOT NULL,
    replacement    VARCHAR NOT NULL,
    reason_th      VARCHAR NOT NULL,
    reason_en      VARCHAR NOT NULL,
    evidence       VARCHAR NOT NULL REFERENCES source (source_id),
    decided_by     VARCHAR NOT NULL,
    decided_on     DATE NOT NULL,
    UNIQUE (source_id, row_no, column_name)
);
COMMENT ON TABLE correction IS 'One row per cell a person decided to read differently from its print.';

CREATE TABLE score (
    fiscal_year     INTEGER NOT NULL CHECK (fiscal_year BETWEEN 2555 AND 2600),
    office_id       VARCHAR NOT NULL,
    source_id       VARCHAR NOT NULL,
    page            INTEGER,
    row_no          INTEGER NOT NULL,
    office_printed  VARCHAR,
    score           DECIMAL(5, 2) NOT NULL CHECK (score BETWEEN 0 AND 100),
    score_printed   VARCHAR,
    tolerance       DECIMAL(4, 2) NOT NULL DEFAULT 0 CHECK (tolerance >= 0),
    rank_stated     INTEGER CHECK (rank_stated > 0),
    rank_printed    VARCHAR,
    grade           VARCHAR,
    grade_stated    VARCHAR,
    grade_printed   VARCHAR,
    result_stated   VARCHAR,
    result_printed  VARCHAR,
    change          DECIMAL(5, 2) CHECK (change BETWEEN -100 AND 100),
    change_printed  VARCHAR,
    status          VARCHAR NOT NULL CHECK (status IN ('published', 'corrected', 'stated', 'derived', 'simulated')),
    PRIMARY KEY (source_id, row_no, fiscal_year)
);
COMMENT ON TABLE score IS 'One row per statement of an office''s total in a source. score, change and the *_stated are as printed or as decided; *_printed is the text as it stands; grade follows the rule of the year.';

CREATE TABLE instrument_score (
    fiscal_year  INTEGER NOT NULL,
    office_id    VARCHAR NOT NULL,
    instrument   VARCHAR NOT NULL,
    score        DECIMAL(5, 2) NOT NULL CHECK (score BETWEEN 0 AND 100),
    source_id    VARCHAR NOT NULL,
    row_no       INTEGER,
    status       VARCHAR NOT NULL CHECK (status IN ('published', 'corrected', 'stated', 'derived', 'simulated')),
    PRIMARY KEY (fiscal_year, office_id, instrument)
);
COMMENT ON TABLE instrument_score IS 'One row per fiscal year, office and instrument, 0-100.';

CREATE TABLE indicator_score (
    fiscal_year   INTEGER NOT NULL,
    office_id     VARCHAR NOT NULL,
    indicator_no  INTEGER NOT NULL CHECK (indicator_no BETWEEN 1 AND 10),
    score         DECIMAL(5, 2) NOT NULL CHECK (score BETWEEN 0 AND 100),
    source_id     VARCHAR NOT NULL,
    row_no        INTEGER,
    status        VARCHAR NOT NULL CHECK (status IN ('published', 'corrected', 'stated', 'derived', 'simulated')),
    PRIMARY KEY (fiscal_year, office_id, indicator_no)
);
COMMENT ON TABLE indicator_score IS 'One row per fiscal year, office and indicator, 0-100.';

CREATE TABLE item_score (
    fiscal_year  INTEGER NOT NULL,
    office_id    VARCHAR NOT NULL,
    item_code    VARCHAR NOT NULL,
    score        DECIMAL(5, 2) NOT NULL CHECK (score BETWEEN 0 AND 100),
    source_id    VARCHAR NOT NULL,
    row_no       INTEGER,
    status       VARCHAR NOT NULL CHECK (status IN ('published', 'corrected', 'stated', 'derived', 'simulated')),
    PRIMARY KEY (fiscal_year, office_id, item_code)
);
COMMENT ON TABLE item_score IS 'One row per fiscal year, office and OIT disclosure item, 0-100.';

CREATE TABLE item_owner (
    office_id    VARCHAR NOT NULL REFERENCES office (office_id),
    fiscal_year  INTEGER NOT NULL,
    item_code    VARCHAR NOT NULL,
    owner        VARCHAR NOT NULL,
    PRIMARY KEY (office_id, fiscal_year, item_code)
);
COMMENT ON TABLE item_owner IS 'One row per office, fiscal year and item somebody in the office answers for.';

CREATE TABLE finding (
    finding_id     VARCHAR PRIMARY KEY,
    rule           VARCHAR NOT NULL,
    severity       VARCHAR NOT NULL CHECK (severity IN ('error', 'warning', 'note')),
    fiscal_year    INTEGER NOT NULL,
    source_id      VARCHAR NOT NULL REFERENCES source (source_id),
    page           INTEGER,
    row_no         INTEGER,
    column_name    VARCHAR,
    office_id      VARCHAR,
    printed        VARCHAR,
    expected       VARCHAR,
    proposal       VARCHAR,
    message_th     VARCHAR NOT NULL,
    message_en     VARCHAR NOT NULL,
    decision       VARCHAR NOT NULL CHECK (decision IN ('open', 'corrected', 'kept', 'none needed')),
    correction_id  VARCHAR REFERENCES correction (correction_id)
);
COMMENT ON TABLE finding IS 'One row per doubt a rule raised: where, what is printed, what was expected, what was decided.';

CREATE TABLE action (
    action_id     VARCHAR PRIMARY KEY,
    office_id     VARCHAR NOT NULL REFERENCES office (office_id),
    fiscal_year   INTEGER NOT NULL,
    position      INTEGER NOT NULL,
    pillar_en     VARCHAR NOT NULL,
    pillar_th     VARCHAR NOT NULL,
    what_th       VARCHAR NOT NULL,
    what_en       VARCHAR NOT NULL,
    source_id     VARCHAR NOT NULL REFERENCES source (source_id)
);
COMMENT ON TABLE action IS 'One row per step an office reports to have taken in a fiscal year. Coincidence in time, not a cause.';

CREATE TABLE context_figure (
    fiscal_year  INTEGER NOT NULL,
    measure_th   VARCHAR NOT NULL,
    measure_en   VARCHAR NOT NULL,
    printed      VARCHAR NOT NULL,
    unit_th      VARCHAR NOT NULL,
    unit_en      VARCHAR NOT NULL,
    source_id    VARCHAR NOT NULL REFERENCES source (source_id),
    confidence   VARCHAR NOT NULL,
    note         VARCHAR,
    PRIMARY KEY (fiscal_year, measure_en)
);
COMMENT ON TABLE context_figure IS 'One row per published figure about all agencies that NACC assesses, not about the area offices.';
