-- A cost that a tariff version shares out among departments, whole, each period.
CREATE TABLE cost_pool (
    id       INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    amount   TEXT    NOT NULL,  -- exact decimal, in units of the currency
    sharing  TEXT    NOT NULL CHECK (sharing IN ('usage', 'heads', 'even', 'fixed')),
    shares   TEXT    NOT NULL,  -- of fixed ones: department=per cent, parted by ;
    rev_from INTEGER NOT NULL REFERENCES revision,
    rev_to   INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;

-- What a tariff version promises, and pays back where it is not kept.
CREATE TABLE service_level (
    id       INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    measure  TEXT    NOT NULL CHECK (measure IN ('coverage', 'loss')),
    bound    TEXT    NOT NULL,  -- per cent
    credit   TEXT    NOT NULL,  -- per cent of what usage costs
    rev_from INTEGER NOT NULL REFERENCES revision,
    rev_to   INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;

-- Money given back on a department's statement of a period that is open.
CREATE TABLE credit (
    id              INTEGER NOT NULL,
    period          TEXT    NOT NULL,  -- 2026-03
    department      INTEGER NOT NULL,  -- 0 = Unassigned
    department_path TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    reason          TEXT    NOT NULL,
    currency        TEXT    NOT NULL,
    amount_minor    INTEGER NOT NULL CHECK (amount_minor > 0),
    rev_from        INTEGER NOT NULL REFERENCES revision,
    rev_to          INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;

-- What a department, with those below it, is to stay within each period.
CREATE TABLE budget (
    id         INTEGER NOT NULL,
    department INTEGER NOT NULL,
    kind       TEXT    NOT NULL CHECK (kind IN ('money', 'volume')),
    most       TEXT    NOT NULL,  -- exact decimal: units of the currency, or MB (MiB)
    rev_from   INTEGER NOT NULL REFERENCES revision,
    rev_to     INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;
