-- What others call a department (the id of a customer), by which it stays the same under a new name.
ALTER TABLE department ADD COLUMN reference TEXT NOT NULL DEFAULT '';

-- Sources and mappings that imports are run by again, by name: a row for each thing to know.
CREATE TABLE import_source (
    name  TEXT NOT NULL,
    kind  TEXT NOT NULL CHECK (kind IN ('file', 'ldap')),
    key   TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name, key)
) STRICT, WITHOUT ROWID;
