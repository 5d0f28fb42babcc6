-- What rating a sealed period again came to, booked into a period that was open then.
CREATE TABLE correction (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    number      TEXT    NOT NULL UNIQUE,  -- of the sealed period: 2026-03-C1
    period      INTEGER NOT NULL REFERENCES billing_period,  -- the sealed one
    booked_in   INTEGER NOT NULL REFERENCES billing_period,
    made_at     INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    revision    INTEGER NOT NULL,  -- that it was rated again at
    last_commit INTEGER NOT NULL   -- highest slice_file.id that counted
) STRICT;

-- A debit, or below zero a credit: the figures of the new rating less what was charged so far.
CREATE TABLE correction_line (
    correction      INTEGER NOT NULL REFERENCES correction,
    line            INTEGER NOT NULL,
    line_id         TEXT    NOT NULL UNIQUE,  -- 2026-03-C1-01
    department      INTEGER NOT NULL,  -- 0 = Unassigned
    department_path TEXT    NOT NULL,
    rule            INTEGER NOT NULL,  -- 0 = unrated
    category        TEXT    NOT NULL,
    zone            TEXT    NOT NULL,
    band            TEXT    NOT NULL,
    calls           INTEGER NOT NULL,
    bytes           INTEGER NOT NULL,
    unit_price      TEXT    NOT NULL,
    unit_bytes      INTEGER NOT NULL,
    currency        TEXT    NOT NULL,
    amount_minor    INTEGER NOT NULL,
    PRIMARY KEY (correction, line)
) STRICT;

ALTER TABLE statement_line ADD COLUMN kind TEXT NOT NULL DEFAULT 'usage';
-- What the line books, where it is no usage: the line of a correction.
ALTER TABLE statement_line ADD COLUMN reference TEXT NOT NULL DEFAULT '';
