-- What an administrator decided about held records: those of an exporter that are held for a reason and lie in an
-- interval count from now on, at a sampling rate or shifted in time. Revoked, they are held again.
CREATE TABLE held_release (
    id          INTEGER NOT NULL,
    exporter    BLOB    NOT NULL,
    reason      TEXT    NOT NULL CHECK (reason IN ('rate', 'future', 'clock')),
    from_quarter INTEGER NOT NULL,  -- first quarter hour of the interval, as the records have it
    to_quarter  INTEGER NOT NULL,   -- exclusive
    numerator   INTEGER NOT NULL,   -- of the sampling rate; 1/1 counts them as they are
    denominator INTEGER NOT NULL,
    shift       INTEGER NOT NULL,   -- microseconds, whole quarter hours
    rev_from    INTEGER NOT NULL REFERENCES revision,
    rev_to      INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;
