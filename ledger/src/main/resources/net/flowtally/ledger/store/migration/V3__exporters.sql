-- A rule may leave the approval to the allowed subnets ('undecided'), so that a preference or a sampling
-- rate can be set for an exporter that was only ever replayed, or that a subnet allows.
CREATE TABLE exporter_with_undecided (
    address   BLOB    NOT NULL,
    name      TEXT    NOT NULL,
    approval  TEXT    NOT NULL CHECK (approval IN ('approved', 'refused', 'undecided')),
    accounted TEXT    NOT NULL,
    sampling  TEXT    NOT NULL,
    preference INTEGER NOT NULL DEFAULT 0,
    rev_from  INTEGER NOT NULL REFERENCES revision,
    rev_to    INTEGER REFERENCES revision,
    PRIMARY KEY (address, rev_from)
) STRICT;
INSERT INTO exporter_with_undecided (address, name, approval, accounted, sampling, preference, rev_from, rev_to)
    SELECT address, name, approval, accounted, sampling, preference, rev_from, rev_to FROM exporter;
DROP TABLE exporter;
ALTER TABLE exporter_with_undecided RENAME TO exporter;

-- Datagrams of approved sources that were not taken: beyond the rate of one exporter, or from more exporters
-- than are kept. Totals since the stream began.
CREATE TABLE shed_source (
    stream    TEXT    NOT NULL,
    address   BLOB    NOT NULL,  -- all zero: the rest, once there are too many
    datagrams INTEGER NOT NULL,
    octets    INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    PRIMARY KEY (stream, address)
) STRICT;

-- How an exporter behaves, by hour of journal time. Times and intervals are microseconds.
CREATE TABLE exporter_hour (
    stream         TEXT    NOT NULL,
    address        BLOB    NOT NULL,
    protocol       TEXT    NOT NULL,
    hour           INTEGER NOT NULL,
    first_seen     INTEGER NOT NULL,
    last_seen      INTEGER NOT NULL,
    datagrams      INTEGER NOT NULL,
    records        INTEGER NOT NULL,
    skew_last      INTEGER NOT NULL,  -- receive time less export time, of the last datagram
    skew_least     INTEGER NOT NULL,
    skew_most      INTEGER NOT NULL,
    longest_record INTEGER NOT NULL,
    long_records   INTEGER NOT NULL,  -- records longer than an active time-out should let them be
    ingress        INTEGER NOT NULL,  -- records that say where they were seen
    egress         INTEGER NOT NULL,
    unknown_rate   INTEGER NOT NULL,  -- records of an exporter that samples at a rate it did not tell
    restarts       INTEGER NOT NULL,  -- times its sequence numbers began anew
    templates      INTEGER NOT NULL,  -- templates that it has told and that are kept
    template_age   INTEGER NOT NULL,  -- of the oldest template that data came for
    both_counters  INTEGER NOT NULL,  -- records with a counter for IN and one for OUT
    equal_counters INTEGER NOT NULL,  -- those of them in which the two are equal
    PRIMARY KEY (stream, address, protocol, hour)
) STRICT, WITHOUT ROWID;

-- The sampling rates that the records of an exporter had, and where each came from. Totals.
CREATE TABLE exporter_rate (
    stream      TEXT    NOT NULL,
    address     BLOB    NOT NULL,
    protocol    TEXT    NOT NULL,
    numerator   INTEGER NOT NULL,
    denominator INTEGER NOT NULL,
    source      INTEGER NOT NULL,
    records     INTEGER NOT NULL,
    last_seen   INTEGER NOT NULL,
    PRIMARY KEY (stream, address, protocol, numerator, denominator, source)
) STRICT, WITHOUT ROWID;

-- The interfaces that the records of an exporter name. Totals.
CREATE TABLE exporter_interface (
    stream      TEXT    NOT NULL,
    address     BLOB    NOT NULL,
    protocol    TEXT    NOT NULL,
    interface   INTEGER NOT NULL,  -- -1: the rest, once there are too many
    records_in  INTEGER NOT NULL,
    records_out INTEGER NOT NULL,
    last_seen   INTEGER NOT NULL,
    PRIMARY KEY (stream, address, protocol, interface)
) STRICT, WITHOUT ROWID;
