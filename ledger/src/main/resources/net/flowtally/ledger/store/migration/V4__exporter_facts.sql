-- What exporters tell about themselves beside their traffic. Of each name and statistic the last one
-- told is kept; a counter that was not told is NULL.

-- Counters of an interface, as they stood last in each quarter hour.
CREATE TABLE interface_reading (
    exporter     BLOB    NOT NULL,
    interface    INTEGER NOT NULL,  -- ifIndex
    quarter      INTEGER NOT NULL,
    read_at      INTEGER NOT NULL,
    speed        INTEGER NOT NULL,  -- bits a second
    octets_in    INTEGER,
    packets_in   INTEGER,
    errors_in    INTEGER,
    discards_in  INTEGER,
    octets_out   INTEGER,
    packets_out  INTEGER,
    errors_out   INTEGER,
    discards_out INTEGER,
    PRIMARY KEY (exporter, interface, quarter)
) STRICT, WITHOUT ROWID;

CREATE TABLE interface_name (
    exporter    BLOB    NOT NULL,
    interface   INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    description TEXT    NOT NULL,
    told_at     INTEGER NOT NULL,
    PRIMARY KEY (exporter, interface)
) STRICT, WITHOUT ROWID;

CREATE TABLE application_name (
    exporter    BLOB    NOT NULL,
    application TEXT    NOT NULL,  -- engine:selector
    name        TEXT    NOT NULL,
    description TEXT    NOT NULL,
    told_at     INTEGER NOT NULL,
    PRIMARY KEY (exporter, application)
) STRICT, WITHOUT ROWID;

CREATE TABLE exporter_statistic (
    exporter BLOB    NOT NULL,
    domain   INTEGER NOT NULL,  -- observation domain, source id, sub-agent
    name     TEXT    NOT NULL,
    value    INTEGER NOT NULL,
    told_at  INTEGER NOT NULL,
    PRIMARY KEY (exporter, domain, name)
) STRICT, WITHOUT ROWID;
