-- Prices of other forms than one for each megabyte, as a tariff file writes them; empty = price_per_mb alone.
ALTER TABLE tariff_rule ADD COLUMN pricing TEXT NOT NULL DEFAULT '';

-- What a tariff version charges beside its rules.
CREATE TABLE tariff_term (
    id       INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    kind     TEXT    NOT NULL CHECK (kind IN ('department', 'user', 'workstation', 'markup', 'tax')),  -- a fee for each, or a percentage
    name     TEXT    NOT NULL,
    value    TEXT    NOT NULL,  -- exact decimal: units of the currency, or per cent
    rev_from INTEGER NOT NULL REFERENCES revision,
    rev_to   INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;

-- Days of the accounting zone that are off-peak from end to end.
CREATE TABLE holiday (
    id       INTEGER NOT NULL,
    day      TEXT    NOT NULL,  -- 2026-12-25
    name     TEXT    NOT NULL,
    rev_from INTEGER NOT NULL REFERENCES revision,
    rev_to   INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;

-- Which of a line's forms is corrected.
ALTER TABLE correction_line ADD COLUMN kind TEXT NOT NULL DEFAULT 'usage';
ALTER TABLE correction_line ADD COLUMN reference TEXT NOT NULL DEFAULT '';
