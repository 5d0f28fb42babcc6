-- Figures that a protocol has beside those of all protocols (LFAP: messages by type, sessions, flows).
CREATE TABLE named_figure (
    stream  TEXT    NOT NULL,
    address BLOB    NOT NULL,
    name    TEXT    NOT NULL,
    value   INTEGER NOT NULL,
    PRIMARY KEY (stream, address, name)
) STRICT, WITHOUT ROWID;

-- Prefixes of flow ids: the upper half tells this home from others, the lower half counts. Each is taken
-- here before an agent gets it, so that no two agents ever have the same.
CREATE TABLE flow_prefix (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    site  INTEGER NOT NULL,
    taken INTEGER NOT NULL
) STRICT;

-- Slices of LFAP flows in a file, and those of them that have to be joined with slices of other streams.
ALTER TABLE slice_file ADD COLUMN flows INTEGER NOT NULL DEFAULT 0;
ALTER TABLE slice_file ADD COLUMN joined INTEGER NOT NULL DEFAULT 0;
