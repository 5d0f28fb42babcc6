-- Times are microseconds since 1970-01-01T00:00:00Z. Addresses are 16 octets, IPv4 as ::ffff:a.b.c.d.
-- Edited tables keep, beside their effective dates (valid_from, valid_to: half-open, NULL = unbounded),
-- the revisions between which a row was current (rev_from <= r < rev_to, NULL = still current).

CREATE TABLE revision (
    revision INTEGER PRIMARY KEY AUTOINCREMENT,
    made_at  INTEGER NOT NULL,
    actor    TEXT    NOT NULL,
    what     TEXT    NOT NULL
) STRICT;

CREATE TABLE setting (
    key      TEXT    NOT NULL,
    value    TEXT    NOT NULL,
    rev_from INTEGER NOT NULL REFERENCES revision,
    rev_to   INTEGER REFERENCES revision,
    PRIMARY KEY (key, rev_from)
) STRICT;

-- Collector ---------------------------------------------------------------------------------------

-- What an administrator says about a source of flow information.
CREATE TABLE exporter (
    address   BLOB    NOT NULL,
    name      TEXT    NOT NULL,
    approval  TEXT    NOT NULL CHECK (approval IN ('approved', 'refused')),
    accounted TEXT    NOT NULL,  -- accounted subnets, comma-separated prefixes; empty = everything
    sampling  TEXT    NOT NULL,  -- administrator's sampling rate as n/d; empty = what the exporter says
    preference INTEGER NOT NULL DEFAULT 0,  -- election: higher wins
    rev_from  INTEGER NOT NULL REFERENCES revision,
    rev_to    INTEGER REFERENCES revision,
    PRIMARY KEY (address, rev_from)
) STRICT;

-- Sources inside these prefixes are approved beforehand.
CREATE TABLE allowed_subnet (
    prefix   BLOB    NOT NULL,
    bits     INTEGER NOT NULL,
    rev_from INTEGER NOT NULL REFERENCES revision,
    rev_to   INTEGER REFERENCES revision,
    PRIMARY KEY (prefix, bits, rev_from)
) STRICT;

-- One journal and what of it has been committed.
CREATE TABLE stream (
    name     TEXT    PRIMARY KEY,
    kind     TEXT    NOT NULL CHECK (kind IN ('collect', 'replay')),
    position INTEGER NOT NULL,  -- journal position up to which everything is committed
    emission INTEGER NOT NULL,  -- number of slices that have left the flow table and are committed
    clock    INTEGER NOT NULL,  -- journal time at that position
    finished INTEGER NOT NULL DEFAULT 0  -- a replay that came to its end: its clock no longer holds quarter hours open
) STRICT;

CREATE TABLE replayed_file (
    hash   TEXT NOT NULL,
    name   TEXT NOT NULL,
    stream TEXT NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (hash, stream)
) STRICT;

-- Counters of what a stream has heard, a row for each exporter and protocol, as of the stream's position.
CREATE TABLE exporter_counter (
    stream           TEXT    NOT NULL,
    address          BLOB    NOT NULL,
    protocol         TEXT    NOT NULL,
    datagrams        INTEGER NOT NULL,
    records          INTEGER NOT NULL,
    bytes            INTEGER NOT NULL,
    packets          INTEGER NOT NULL,
    slices           INTEGER NOT NULL,
    malformed        INTEGER NOT NULL,
    unknown_template INTEGER NOT NULL,
    lost             INTEGER NOT NULL,
    held             INTEGER NOT NULL,
    held_bytes       INTEGER NOT NULL,
    future           INTEGER NOT NULL,
    future_bytes     INTEGER NOT NULL,
    outside          INTEGER NOT NULL,
    outside_bytes    INTEGER NOT NULL,
    repeated         INTEGER NOT NULL,  -- datagrams that repeat an earlier one octet for octet: not decoded
    without_counters INTEGER NOT NULL,  -- records that carry no traffic counter (events): in records, in no slice
    last_seen        INTEGER NOT NULL,
    PRIMARY KEY (stream, address, protocol)
) STRICT;

-- Sources that are not approved: counted, their last datagram kept, nothing of them accounted.
CREATE TABLE pending_source (
    stream        TEXT    NOT NULL,
    address       BLOB    NOT NULL,  -- all zero: the rest, once there are too many
    protocol      TEXT    NOT NULL,
    datagrams     INTEGER NOT NULL,
    last_seen     INTEGER NOT NULL,
    last_datagram BLOB    NOT NULL,
    PRIMARY KEY (stream, address)
) STRICT;

-- Sequence gaps: what the exporter says it sent and what never came, by quarter hour.
CREATE TABLE exporter_loss (
    stream   TEXT    NOT NULL,
    address  BLOB    NOT NULL,
    quarter  INTEGER NOT NULL,
    expected INTEGER NOT NULL,
    lost     INTEGER NOT NULL,
    PRIMARY KEY (stream, address, quarter)
) STRICT;

-- Call archive ------------------------------------------------------------------------------------

-- A Parquet file exists for the ledger once its row here has committed.
CREATE TABLE slice_file (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,  -- also the commit number
    path           TEXT    NOT NULL UNIQUE,            -- below calls/
    stream         TEXT    NOT NULL,
    first_emission INTEGER NOT NULL,
    last_emission  INTEGER NOT NULL,  -- exclusive
    first_position INTEGER NOT NULL,
    last_position  INTEGER NOT NULL,
    slices         INTEGER NOT NULL,
    raw_bytes      INTEGER NOT NULL,
    raw_packets    INTEGER NOT NULL,
    bytes          INTEGER NOT NULL,
    packets        INTEGER NOT NULL,
    octets_on_disk INTEGER NOT NULL,
    hash           TEXT    NOT NULL,  -- SHA-256 of the file
    committed_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE slice_file_quarter (
    file    INTEGER NOT NULL REFERENCES slice_file ON DELETE CASCADE,
    quarter INTEGER NOT NULL,
    slices  INTEGER NOT NULL,
    bytes   INTEGER NOT NULL,
    packets INTEGER NOT NULL,
    PRIMARY KEY (file, quarter)
) STRICT, WITHOUT ROWID;
CREATE INDEX slice_file_quarter_by_quarter ON slice_file_quarter (quarter);

-- Quarter hours whose usage is older than what they are made of.
CREATE TABLE dirty_quarter (
    quarter INTEGER PRIMARY KEY,
    reason  TEXT NOT NULL
) STRICT;

-- Directory ---------------------------------------------------------------------------------------

CREATE TABLE department (
    id         INTEGER NOT NULL,
    parent     INTEGER NOT NULL,  -- 0 = top
    name       TEXT    NOT NULL,
    valid_from INTEGER,
    valid_to   INTEGER,
    rev_from   INTEGER NOT NULL REFERENCES revision,
    rev_to     INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;

CREATE TABLE directory_user (
    id       INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    rev_from INTEGER NOT NULL REFERENCES revision,
    rev_to   INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;

CREATE TABLE membership (
    id         INTEGER NOT NULL,
    user       INTEGER NOT NULL,
    department INTEGER NOT NULL,
    valid_from INTEGER,
    valid_to   INTEGER,
    rev_from   INTEGER NOT NULL REFERENCES revision,
    rev_to     INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;

CREATE TABLE workstation (
    id       INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    rev_from INTEGER NOT NULL REFERENCES revision,
    rev_to   INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;

-- "This address or prefix belonged to this workstation, user or department, from .. to."
CREATE TABLE assignment (
    id          INTEGER NOT NULL,
    prefix      BLOB    NOT NULL,
    bits        INTEGER NOT NULL,  -- of 128
    workstation INTEGER NOT NULL,  -- 0 = none
    user        INTEGER NOT NULL,  -- 0 = none
    department  INTEGER NOT NULL,  -- used when there is no user
    valid_from  INTEGER,
    valid_to    INTEGER,
    priority    INTEGER NOT NULL,
    evidence    TEXT    NOT NULL CHECK (evidence IN ('static', 'lease', 'logon', 'rule', 'import')),
    rev_from    INTEGER NOT NULL REFERENCES revision,
    rev_to      INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;

CREATE TABLE import_run (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    hash     TEXT    NOT NULL,
    entries  INTEGER NOT NULL,
    revision INTEGER NOT NULL REFERENCES revision
) STRICT;

-- Zones, services, tariffs ------------------------------------------------------------------------

CREATE TABLE zone (
    id       INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    side     TEXT    NOT NULL CHECK (side IN ('inside', 'outside')),
    rest     INTEGER NOT NULL,  -- 1: takes every address that no prefix names
    rev_from INTEGER NOT NULL REFERENCES revision,
    rev_to   INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;

CREATE TABLE zone_prefix (
    id         INTEGER NOT NULL,
    zone       INTEGER NOT NULL,
    prefix     BLOB    NOT NULL,
    bits       INTEGER NOT NULL,
    valid_from INTEGER,
    valid_to   INTEGER,
    rev_from   INTEGER NOT NULL REFERENCES revision,
    rev_to     INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;

CREATE TABLE service (
    id         INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    protocol   INTEGER NOT NULL,
    port_from  INTEGER NOT NULL,  -- 0..0 for protocols without ports
    port_to    INTEGER NOT NULL,  -- inclusive
    rev_from   INTEGER NOT NULL REFERENCES revision,
    rev_to     INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;

-- The hours of the week that are peak, in the accounting time zone.
CREATE TABLE peak_span (
    id          INTEGER NOT NULL,
    weekday     INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),  -- Monday = 1
    from_minute INTEGER NOT NULL,
    to_minute   INTEGER NOT NULL,
    rev_from    INTEGER NOT NULL REFERENCES revision,
    rev_to      INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;

CREATE TABLE tariff_version (
    id         INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    valid_from INTEGER,
    valid_to   INTEGER,
    payer      TEXT    NOT NULL CHECK (payer IN ('site', 'caller', 'callee', 'sender', 'receiver', 'each')),
    rev_from   INTEGER NOT NULL REFERENCES revision,
    rev_to     INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;

-- Rules are tried in order; the first that matches prices the slice.
CREATE TABLE tariff_rule (
    id           INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    ordinal      INTEGER NOT NULL,
    zone         INTEGER NOT NULL,  -- 0 = any
    service      TEXT    NOT NULL,  -- service name, empty = any
    band         TEXT    NOT NULL CHECK (band IN ('any', 'peak', 'offpeak')),
    category     TEXT    NOT NULL,
    price_per_mb TEXT    NOT NULL,  -- exact decimal
    rev_from     INTEGER NOT NULL REFERENCES revision,
    rev_to       INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;

-- Accounting --------------------------------------------------------------------------------------

-- Parquet files below usage/: usage rows and suppressed duplicates of a span of quarter hours.
CREATE TABLE usage_file (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    path         TEXT    NOT NULL UNIQUE,
    kind         TEXT    NOT NULL CHECK (kind IN ('usage', 'suppressed')),
    from_quarter INTEGER NOT NULL,
    to_quarter   INTEGER NOT NULL,  -- exclusive
    entries      INTEGER NOT NULL,
    bytes        INTEGER NOT NULL,
    hash         TEXT    NOT NULL,
    made_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX usage_file_by_span ON usage_file (kind, from_quarter);

-- What accounting made of each quarter hour, by exporter: elected, suppressed and held add up to the archive.
CREATE TABLE quarter_sum (
    quarter            INTEGER NOT NULL,
    exporter           BLOB    NOT NULL,
    elected_bytes      INTEGER NOT NULL,
    elected_packets    INTEGER NOT NULL,
    suppressed_records INTEGER NOT NULL,
    suppressed_bytes   INTEGER NOT NULL,
    suppressed_packets INTEGER NOT NULL,
    held_bytes         INTEGER NOT NULL,
    provisional        INTEGER NOT NULL,
    PRIMARY KEY (quarter, exporter)
) STRICT, WITHOUT ROWID;

-- Billing -----------------------------------------------------------------------------------------

CREATE TABLE billing_period (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    name           TEXT    NOT NULL UNIQUE,  -- YYYY-MM
    from_instant   INTEGER NOT NULL,
    to_instant     INTEGER NOT NULL,
    time_zone      TEXT    NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('open', 'checked', 'sealed'))
) STRICT;

CREATE TABLE seal (
    period          INTEGER PRIMARY KEY REFERENCES billing_period,
    sealed_at       INTEGER NOT NULL,
    revision        INTEGER NOT NULL,
    last_commit     INTEGER NOT NULL,  -- highest slice_file.id that counts
    program_version TEXT    NOT NULL,
    slices_hash     TEXT    NOT NULL,  -- over canonical sums for each quarter hour
    usage_hash      TEXT    NOT NULL,
    statements_hash TEXT    NOT NULL,
    accepted        TEXT    NOT NULL,  -- reason given for sealing over checklist errors, else empty
    -- the integrity box that its statements carry
    quarter_hours   INTEGER NOT NULL,
    quarter_hours_with_data INTEGER NOT NULL,
    expected_records INTEGER NOT NULL,
    lost_records    INTEGER NOT NULL,
    bytes           INTEGER NOT NULL,
    duplicate_bytes INTEGER NOT NULL,
    sampled_bytes   INTEGER NOT NULL,
    corrected_bytes INTEGER NOT NULL,
    unassigned_bytes INTEGER NOT NULL,
    unrated_bytes   INTEGER NOT NULL,
    held_bytes      INTEGER NOT NULL
) STRICT;

CREATE TABLE statement (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    number         TEXT    NOT NULL UNIQUE,
    period         INTEGER NOT NULL REFERENCES billing_period,
    department     INTEGER NOT NULL,  -- 0 = Unassigned
    department_path TEXT   NOT NULL,
    currency       TEXT    NOT NULL,
    total_minor    INTEGER NOT NULL,
    UNIQUE (period, department)
) STRICT;

CREATE TABLE statement_line (
    statement   INTEGER NOT NULL REFERENCES statement,
    line        INTEGER NOT NULL,
    line_id     TEXT    NOT NULL UNIQUE,
    rule        INTEGER NOT NULL,  -- 0 = unrated
    category    TEXT    NOT NULL,
    zone        TEXT    NOT NULL,
    band        TEXT    NOT NULL,
    calls       INTEGER NOT NULL,
    bytes       INTEGER NOT NULL,
    unit_price  TEXT    NOT NULL,  -- exact decimal for each unit of volume
    unit_bytes  INTEGER NOT NULL,  -- 1000000 or 1048576
    amount_minor INTEGER NOT NULL,
    PRIMARY KEY (statement, line)
) STRICT;
