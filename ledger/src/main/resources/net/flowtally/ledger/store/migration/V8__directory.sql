-- The directory in full: keys other than prefixes, what an import said apart from what was said by
-- hand, leases that tie a MAC to an address, and which edits can be undone.

-- The key of an assignment: a prefix (as before); a MAC, in the last 6 octets of `prefix`; or an
-- interface of an exporter, whose address is in `prefix`. `bits` is 128 but for prefixes.
ALTER TABLE assignment ADD COLUMN kind TEXT NOT NULL DEFAULT 'prefix'
    CHECK (kind IN ('prefix', 'mac', 'port'));
ALTER TABLE assignment ADD COLUMN interface INTEGER NOT NULL DEFAULT 0;

-- Which import said so; empty = by hand.
ALTER TABLE assignment ADD COLUMN source TEXT NOT NULL DEFAULT '';
UPDATE assignment SET source = 'directory' WHERE evidence = 'import';
ALTER TABLE membership ADD COLUMN source TEXT NOT NULL DEFAULT '';
UPDATE membership SET source = 'directory';

-- 1: a server that several departments use; it has no user.
ALTER TABLE workstation ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;

-- "This address belonged to the machine with this MAC, from .. to."
CREATE TABLE lease (
    id         INTEGER NOT NULL,
    address    BLOB    NOT NULL,
    mac        INTEGER NOT NULL,  -- its 48 bits as a number
    host       TEXT    NOT NULL,  -- what the machine calls itself, empty = nothing
    valid_from INTEGER,
    valid_to   INTEGER,
    source     TEXT    NOT NULL,
    rev_from   INTEGER NOT NULL REFERENCES revision,
    rev_to     INTEGER REFERENCES revision,
    PRIMARY KEY (id, rev_from)
) STRICT;

-- The revisions that changed the directory.
CREATE TABLE directory_edit (
    revision INTEGER PRIMARY KEY REFERENCES revision,
    undoes   INTEGER NOT NULL DEFAULT 0  -- the revision that this one takes back, 0 = none
) STRICT;
INSERT INTO directory_edit (revision)
    SELECT rev_from FROM department UNION SELECT rev_to FROM department WHERE rev_to IS NOT NULL
    UNION SELECT rev_from FROM directory_user UNION SELECT rev_from FROM workstation
    UNION SELECT rev_from FROM membership UNION SELECT rev_to FROM membership WHERE rev_to IS NOT NULL
    UNION SELECT rev_from FROM assignment UNION SELECT rev_to FROM assignment WHERE rev_to IS NOT NULL;
