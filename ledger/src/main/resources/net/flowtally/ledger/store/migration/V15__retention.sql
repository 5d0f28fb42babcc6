-- What retention has taken away: the call detail of whole sealed periods. These rows stay for ever.
CREATE TABLE removed_detail (
    period           INTEGER PRIMARY KEY REFERENCES billing_period,
    from_quarter     INTEGER NOT NULL,
    to_quarter       INTEGER NOT NULL,  -- exclusive
    removed_at       INTEGER NOT NULL,
    revision         INTEGER NOT NULL REFERENCES revision,  -- says who
    reason           TEXT    NOT NULL CHECK (reason IN ('age', 'size')),
    last_commit      INTEGER NOT NULL,  -- highest slice_file.id by then
    files            INTEGER NOT NULL,
    slices           INTEGER NOT NULL,
    octets           INTEGER NOT NULL,  -- that they took on the disk
    archive          TEXT    NOT NULL,  -- the file that its archive was written to, empty = none
    archive_hash     TEXT    NOT NULL,  -- SHA-256 of that file
    sums_hash        TEXT    NOT NULL,  -- over the rows of quarter_sum
    corrections_hash TEXT    NOT NULL   -- over the lines of its corrections
) STRICT;

-- The canonical figures of the slices that were removed, which the seal's hash covers.
CREATE TABLE removed_quarter (
    quarter     INTEGER PRIMARY KEY,
    entries     INTEGER NOT NULL,
    bytes       INTEGER NOT NULL,
    packets     INTEGER NOT NULL,
    raw_bytes   INTEGER NOT NULL,
    raw_packets INTEGER NOT NULL,
    hash        TEXT    NOT NULL
) STRICT;

-- What the slices that were removed said about an exporter's counters, which know nothing of it.
CREATE TABLE removed_figure (
    period      INTEGER NOT NULL REFERENCES removed_detail,
    exporter    BLOB    NOT NULL,
    kind        TEXT    NOT NULL CHECK (kind IN ('released', 'future', 'joined', 'duplicate')),
    records     INTEGER NOT NULL,
    bytes       INTEGER NOT NULL,  -- as the collector booked them; of joined flows what several streams booked
    bytes_now   INTEGER NOT NULL,  -- as they count; 0 but for released ones
    packets     INTEGER NOT NULL,
    packets_now INTEGER NOT NULL,
    PRIMARY KEY (period, exporter, kind)
) STRICT, WITHOUT ROWID;

-- Later edits of a sealed period that retention has rated the period by: how many lines they would move. It does not
-- rate it again before there are others.
CREATE TABLE rated_edit (
    period   INTEGER PRIMARY KEY REFERENCES billing_period,
    revision INTEGER NOT NULL,  -- the newest of them
    lines    INTEGER NOT NULL
) STRICT;
