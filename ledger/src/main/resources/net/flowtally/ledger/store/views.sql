-- What programs read over ODBC and JDBC; docs/sql.md describes every view and column. The views are made
-- anew whenever the tables are brought up to date, so that a migration may change any table beneath them.
-- Written for SQLite 3.40 and later: the drivers of ODBC bring their own.

-- Currencies whose smallest unit is not a hundredth (ISO 4217).
CREATE VIEW v_currency AS
    WITH odd (currency, digits) AS (VALUES
        ('ADP', 0), ('BEF', 0), ('BIF', 0), ('BYB', 0), ('BYR', 0), ('CLP', 0), ('DJF', 0), ('ESP', 0), ('GNF', 0), ('GRD', 0),
        ('ISK', 0), ('ITL', 0), ('JPY', 0), ('KMF', 0), ('KRW', 0), ('LUF', 0), ('MGF', 0), ('PTE', 0), ('PYG', 0), ('ROL', 0),
        ('RWF', 0), ('TPE', 0), ('TRL', 0), ('UGX', 0), ('UYI', 0), ('VND', 0), ('VUV', 0), ('XAF', 0), ('XOF', 0),
        ('XPF', 0), ('BHD', 3), ('IQD', 3), ('JOD', 3), ('KWD', 3), ('LYD', 3), ('OMR', 3), ('TND', 3), ('CLF', 4),
        ('UYW', 4)),
    used (currency) AS (SELECT currency FROM statement UNION SELECT currency FROM correction_line
        UNION SELECT currency FROM credit)
    SELECT currency, coalesce(digits, 2) AS digits FROM used LEFT JOIN odd USING (currency);

CREATE VIEW v_revision AS
    SELECT revision, strftime('%Y-%m-%dT%H:%M:%SZ', made_at / 1000000, 'unixepoch') AS made_at, actor, what FROM revision;

CREATE VIEW v_setting AS SELECT key, value FROM setting WHERE rev_to IS NULL;

-- Addresses as they are kept and as they are read: IPv4 with dots, IPv6 in eight groups of four digits.
CREATE VIEW v_address AS
    WITH used (address) AS (
        SELECT address FROM exporter UNION SELECT address FROM exporter_counter UNION SELECT address FROM exporter_loss
        UNION SELECT exporter FROM quarter_sum UNION SELECT prefix FROM assignment WHERE kind <> 'mac'
        UNION SELECT prefix FROM zone_prefix UNION SELECT prefix FROM allowed_subnet UNION SELECT address FROM lease),
    digits (address, h) AS (SELECT address, lower(hex(address)) FROM used),
    d (v) AS (SELECT '0123456789abcdef')
    SELECT address, CASE WHEN h LIKE '00000000000000000000ffff%' THEN
            ((instr(v, substr(h, 25, 1)) - 1) * 16 + instr(v, substr(h, 26, 1)) - 1)
            || '.' || ((instr(v, substr(h, 27, 1)) - 1) * 16 + instr(v, substr(h, 28, 1)) - 1)
            || '.' || ((instr(v, substr(h, 29, 1)) - 1) * 16 + instr(v, substr(h, 30, 1)) - 1)
            || '.' || ((instr(v, substr(h, 31, 1)) - 1) * 16 + instr(v, substr(h, 32, 1)) - 1)
        ELSE substr(h, 1, 4) || ':' || substr(h, 5, 4) || ':' || substr(h, 9, 4) || ':' || substr(h, 13, 4) || ':'
            || substr(h, 17, 4) || ':' || substr(h, 21, 4) || ':' || substr(h, 25, 4) || ':' || substr(h, 29, 4)
        END AS text
    FROM digits, d;

-- Directory ---------------------------------------------------------------------------------------

CREATE VIEW v_department AS
    WITH RECURSIVE tree (id, parent, name, path, valid_from, valid_to, reference, billing) AS (
        SELECT id, parent, name, name, valid_from, valid_to, reference, billing
        FROM department WHERE rev_to IS NULL AND parent = 0
        UNION ALL
        SELECT d.id, d.parent, d.name, t.path || '/' || d.name, d.valid_from, d.valid_to, d.reference, d.billing
        FROM department d JOIN tree t ON d.parent = t.id WHERE d.rev_to IS NULL)
    SELECT id, parent, name, path,
        strftime('%Y-%m-%dT%H:%M:%SZ', valid_from / 1000000, 'unixepoch') AS valid_from,
        strftime('%Y-%m-%dT%H:%M:%SZ', valid_to / 1000000, 'unixepoch') AS valid_to, reference, billing
    FROM tree;

CREATE VIEW v_user AS SELECT id, name FROM directory_user WHERE rev_to IS NULL;

CREATE VIEW v_workstation AS SELECT id, name, shared FROM workstation WHERE rev_to IS NULL;

CREATE VIEW v_membership AS
    SELECT m.id, m.user AS user_id, u.name AS user, m.department AS department_id, d.path AS department,
        strftime('%Y-%m-%dT%H:%M:%SZ', m.valid_from / 1000000, 'unixepoch') AS valid_from,
        strftime('%Y-%m-%dT%H:%M:%SZ', m.valid_to / 1000000, 'unixepoch') AS valid_to, m.source
    FROM membership m LEFT JOIN v_user u ON u.id = m.user LEFT JOIN v_department d ON d.id = m.department
    WHERE m.rev_to IS NULL;

CREATE VIEW v_assignment AS
    SELECT a.id, a.kind,
        CASE a.kind
            WHEN 'mac' THEN substr(lower(hex(a.prefix)), -12, 2) || ':' || substr(lower(hex(a.prefix)), -10, 2) || ':'
                || substr(lower(hex(a.prefix)), -8, 2) || ':' || substr(lower(hex(a.prefix)), -6, 2) || ':'
                || substr(lower(hex(a.prefix)), -4, 2) || ':' || substr(lower(hex(a.prefix)), -2, 2)
            WHEN 'port' THEN p.text || '#' || a.interface
            ELSE p.text || '/' || (a.bits - CASE WHEN p.text LIKE '%.%' THEN 96 ELSE 0 END)
        END AS assigned, w.name AS workstation, u.name AS user, a.department AS department_id, d.path AS department,
        strftime('%Y-%m-%dT%H:%M:%SZ', a.valid_from / 1000000, 'unixepoch') AS valid_from,
        strftime('%Y-%m-%dT%H:%M:%SZ', a.valid_to / 1000000, 'unixepoch') AS valid_to,
        a.priority, a.evidence, a.source
    FROM assignment a LEFT JOIN v_address p ON p.address = a.prefix AND a.kind <> 'mac'
        LEFT JOIN v_workstation w ON w.id = a.workstation
        LEFT JOIN v_user u ON u.id = a.user LEFT JOIN v_department d ON d.id = a.department
    WHERE a.rev_to IS NULL;

-- Zones, services, tariffs ------------------------------------------------------------------------

CREATE VIEW v_zone AS SELECT id, name, side, rest FROM zone WHERE rev_to IS NULL;

CREATE VIEW v_zone_prefix AS
    SELECT z.id, z.zone AS zone_id, n.name AS zone,
        p.text || '/' || (z.bits - CASE WHEN p.text LIKE '%.%' THEN 96 ELSE 0 END) AS prefix,
        strftime('%Y-%m-%dT%H:%M:%SZ', z.valid_from / 1000000, 'unixepoch') AS valid_from,
        strftime('%Y-%m-%dT%H:%M:%SZ', z.valid_to / 1000000, 'unixepoch') AS valid_to
    FROM zone_prefix z JOIN v_zone n ON n.id = z.zone JOIN v_address p ON p.address = z.prefix
    WHERE z.rev_to IS NULL;

CREATE VIEW v_service AS SELECT id, name, protocol, port_from, port_to FROM service WHERE rev_to IS NULL;

CREATE VIEW v_tariff AS
    SELECT id, name, payer,
        strftime('%Y-%m-%dT%H:%M:%SZ', valid_from / 1000000, 'unixepoch') AS valid_from,
        strftime('%Y-%m-%dT%H:%M:%SZ', valid_to / 1000000, 'unixepoch') AS valid_to
    FROM tariff_version WHERE rev_to IS NULL;

CREATE VIEW v_tariff_rule AS
    SELECT r.id, r.version AS tariff_id, t.name AS tariff, r.ordinal, z.name AS zone, r.service, r.band, r.category,
        r.price_per_mb, r.pricing
    FROM tariff_rule r JOIN v_tariff t ON t.id = r.version LEFT JOIN v_zone z ON z.id = r.zone
    WHERE r.rev_to IS NULL;

CREATE VIEW v_tariff_term AS
    SELECT e.id, e.version AS tariff_id, t.name AS tariff, e.ordinal, e.kind, e.name, e.value
    FROM tariff_term e JOIN v_tariff t ON t.id = e.version WHERE e.rev_to IS NULL;

CREATE VIEW v_cost_pool AS
    SELECT p.id, p.version AS tariff_id, t.name AS tariff, p.ordinal, p.name, p.amount, p.sharing, p.shares
    FROM cost_pool p JOIN v_tariff t ON t.id = p.version WHERE p.rev_to IS NULL;

CREATE VIEW v_service_level AS
    SELECT l.id, l.version AS tariff_id, t.name AS tariff, l.ordinal, l.name, l.measure, l.bound, l.credit
    FROM service_level l JOIN v_tariff t ON t.id = l.version WHERE l.rev_to IS NULL;

CREATE VIEW v_holiday AS SELECT id, day, name FROM holiday WHERE rev_to IS NULL;

-- Collection --------------------------------------------------------------------------------------

CREATE VIEW v_exporter AS
    SELECT a.text AS address, e.name, e.approval, e.accounted, e.sampling, e.preference
    FROM exporter e JOIN v_address a USING (address) WHERE e.rev_to IS NULL;

CREATE VIEW v_exporter_counter AS
    SELECT a.text AS exporter, c.stream, c.protocol, c.datagrams, c.records, c.bytes, c.packets, c.slices,
        c.malformed, c.unknown_template, c.lost, c.held, c.held_bytes, c.future, c.future_bytes, c.outside,
        c.outside_bytes, c.repeated, c.without_counters,
        strftime('%Y-%m-%dT%H:%M:%SZ', c.last_seen / 1000000, 'unixepoch') AS last_seen
    FROM exporter_counter c JOIN v_address a USING (address);

CREATE VIEW v_exporter_loss_day AS
    SELECT a.text AS exporter, date(l.quarter / 1000000, 'unixepoch') AS day, sum(l.expected) AS expected,
        sum(l.lost) AS lost, round(100.0 * sum(l.lost) / max(sum(l.expected), 1), 4) AS lost_percent
    FROM exporter_loss l JOIN v_address a USING (address) GROUP BY 1, 2;

CREATE VIEW v_traffic_day AS
    SELECT date(q.quarter / 1000000, 'unixepoch') AS day, a.text AS exporter, sum(q.elected_bytes) AS elected_bytes,
        sum(q.elected_packets) AS elected_packets, sum(q.suppressed_bytes) AS suppressed_bytes,
        sum(q.suppressed_packets) AS suppressed_packets, sum(q.held_bytes) AS held_bytes
    FROM quarter_sum q JOIN v_address a ON a.address = q.exporter GROUP BY 1, 2;

-- Statements --------------------------------------------------------------------------------------

CREATE VIEW v_period AS
    SELECT p.name AS period, strftime('%Y-%m-%dT%H:%M:%SZ', p.from_instant / 1000000, 'unixepoch') AS starts,
        strftime('%Y-%m-%dT%H:%M:%SZ', p.to_instant / 1000000, 'unixepoch') AS ends, p.time_zone, p.state,
        strftime('%Y-%m-%dT%H:%M:%SZ', s.sealed_at / 1000000, 'unixepoch') AS sealed_at, s.revision, s.last_commit,
        s.program_version, s.slices_hash, s.usage_hash, s.statements_hash, s.accepted
    FROM billing_period p LEFT JOIN seal s ON s.period = p.id;

CREATE VIEW v_removed_detail AS
    SELECT p.name AS period, strftime('%Y-%m-%dT%H:%M:%SZ', d.removed_at / 1000000, 'unixepoch') AS removed_at,
        r.actor, d.reason, d.files, d.slices, d.octets, d.archive, d.archive_hash
    FROM removed_detail d JOIN billing_period p ON p.id = d.period JOIN revision r ON r.revision = d.revision;

CREATE VIEW v_integrity AS
    SELECT p.name AS period, s.quarter_hours, s.quarter_hours_with_data, s.expected_records, s.lost_records, s.bytes,
        s.duplicate_bytes, s.sampled_bytes, s.corrected_bytes, s.unassigned_bytes, s.unrated_bytes, s.held_bytes
    FROM seal s JOIN billing_period p ON p.id = s.period;

CREATE VIEW v_statement_line AS
    SELECT l.line_id, s.number AS statement, p.name AS period, s.department AS department_id,
        s.department_path AS department, l.line, l.kind, l.reference, l.category, l.zone, l.band, l.rule,
        l.calls, l.bytes, l.unit_price, l.unit_bytes, s.currency, l.amount_minor,
        CASE c.digits WHEN 0 THEN CAST(l.amount_minor AS TEXT) ELSE printf('%s%d.%0*d',
            CASE WHEN l.amount_minor < 0 THEN '-' ELSE '' END,
            abs(l.amount_minor) / CAST('1' || substr('0000', 1, c.digits) AS INTEGER), c.digits,
            abs(l.amount_minor) % CAST('1' || substr('0000', 1, c.digits) AS INTEGER)) END AS amount
    FROM statement_line l JOIN statement s ON s.id = l.statement JOIN billing_period p ON p.id = s.period
        JOIN v_currency c ON c.currency = s.currency;

CREATE VIEW v_statement AS
    SELECT s.number AS statement, p.name AS period, s.department AS department_id, s.department_path AS department,
        (SELECT coalesce(sum(calls), 0) FROM statement_line WHERE statement = s.id) AS calls,
        (SELECT coalesce(sum(bytes), 0) FROM statement_line WHERE statement = s.id) AS bytes,
        s.currency, s.total_minor,
        CASE c.digits WHEN 0 THEN CAST(s.total_minor AS TEXT) ELSE printf('%s%d.%0*d',
            CASE WHEN s.total_minor < 0 THEN '-' ELSE '' END,
            abs(s.total_minor) / CAST('1' || substr('0000', 1, c.digits) AS INTEGER), c.digits,
            abs(s.total_minor) % CAST('1' || substr('0000', 1, c.digits) AS INTEGER)) END AS total, s.billing
    FROM statement s JOIN billing_period p ON p.id = s.period JOIN v_currency c ON c.currency = s.currency;

CREATE VIEW v_correction AS
    SELECT c.number AS correction, p.name AS period, b.name AS booked_in,
        strftime('%Y-%m-%dT%H:%M:%SZ', c.made_at / 1000000, 'unixepoch') AS made_at, c.actor, c.reason, c.revision,
        c.last_commit
    FROM correction c JOIN billing_period p ON p.id = c.period JOIN billing_period b ON b.id = c.booked_in;

CREATE VIEW v_correction_line AS
    SELECT l.line_id, c.number AS correction, l.department AS department_id, l.department_path AS department,
        l.category, l.zone, l.band, l.rule, l.calls, l.bytes, l.unit_price, l.unit_bytes, l.currency, l.amount_minor,
        l.kind, l.reference
    FROM correction_line l JOIN correction c ON c.id = l.correction;

-- What was promised and what was measured. A sealed period is seen as of its seal: the tariff version in force
-- when it began, at the revision of the seal, and the figures that were written down. Shares are ten-thousandths
-- of a per cent, rounded half up.
CREATE VIEW v_service_measured AS
    WITH figures (period, name, state, starts, revision, quarters, heard, expected, lost) AS (
        SELECT p.id, p.name, p.state, p.from_instant, coalesce(s.revision, 9223372036854775807),
            coalesce(s.quarter_hours, (p.to_instant - p.from_instant) / 900000000),
            coalesce(s.quarter_hours_with_data, (SELECT count(DISTINCT quarter) FROM slice_file_quarter
                WHERE quarter >= p.from_instant AND quarter < p.to_instant)),
            coalesce(s.expected_records, (SELECT coalesce(sum(expected), 0) FROM exporter_loss
                WHERE quarter >= p.from_instant AND quarter < p.to_instant)),
            coalesce(s.lost_records, (SELECT coalesce(sum(lost), 0) FROM exporter_loss
                WHERE quarter >= p.from_instant AND quarter < p.to_instant))
        FROM billing_period p LEFT JOIN seal s ON s.period = p.id),
    measured (period, state, level, measure, bound, credit, share) AS (
        SELECT f.name, f.state, l.name, l.measure, l.bound, l.credit,
            CASE WHEN l.measure = 'coverage' AND f.quarters > 0
                THEN (f.heard * 2000000 + f.quarters) / (2 * f.quarters)
            WHEN l.measure = 'loss' AND f.expected > 0 THEN (f.lost * 2000000 + f.expected) / (2 * f.expected)
            ELSE 0 END
        FROM figures f
            JOIN tariff_version v ON v.rev_from <= f.revision AND (v.rev_to IS NULL OR v.rev_to > f.revision)
                AND (v.valid_from IS NULL OR v.valid_from <= f.starts)
                AND (v.valid_to IS NULL OR v.valid_to > f.starts)
            JOIN service_level l ON l.version = v.id AND l.rev_from <= f.revision
                AND (l.rev_to IS NULL OR l.rev_to > f.revision))
    SELECT period, state, level, measure, bound, printf('%d.%04d', share / 10000, share % 10000) AS measured,
        CASE measure WHEN 'coverage' THEN share < round(bound * 10000) ELSE share > round(bound * 10000) END AS missed,
        CASE WHEN measure = 'coverage' AND share < round(bound * 10000)
                THEN printf('%.4f', (round(bound * 10000) - share) / 10000.0)
            WHEN measure = 'loss' AND share > round(bound * 10000)
                THEN printf('%.4f', (share - round(bound * 10000)) / 10000.0)
            ELSE '0.0000' END AS shortfall, credit
    FROM measured;

CREATE VIEW v_credit AS
    SELECT k.id, k.period, k.department AS department_id, k.department_path AS department, k.name, k.reason,
        k.currency, k.amount_minor,
        CASE c.digits WHEN 0 THEN CAST(k.amount_minor AS TEXT) ELSE printf('%d.%0*d',
            k.amount_minor / CAST('1' || substr('0000', 1, c.digits) AS INTEGER), c.digits,
            k.amount_minor % CAST('1' || substr('0000', 1, c.digits) AS INTEGER)) END AS amount,
        strftime('%Y-%m-%dT%H:%M:%SZ', r.made_at / 1000000, 'unixepoch') AS given_at, r.actor AS given_by
    FROM credit k JOIN v_currency c ON c.currency = k.currency JOIN revision r ON r.revision = k.rev_from
    WHERE k.rev_to IS NULL;

CREATE VIEW v_budget AS
    SELECT b.id, b.department AS department_id, d.path AS department, b.kind, b.most
    FROM budget b LEFT JOIN v_department d ON d.id = b.department WHERE b.rev_to IS NULL;

-- What was used of them in each sealed period, by the department and those below it as the tree is now.
CREATE VIEW v_budget_used AS
    WITH RECURSIVE below (budget, department) AS (
        SELECT id, department_id FROM v_budget
        UNION SELECT b.budget, d.id FROM below b JOIN department d ON d.parent = b.department
            WHERE d.rev_to IS NULL AND b.department <> 0),
    volume (statement, bytes) AS (
        SELECT statement, sum(bytes) FROM statement_line
        WHERE kind IN ('usage', 'calls', 'commit', 'overage', 'minimum', 'cap') GROUP BY statement),
    size (unit) AS (SELECT CASE WHEN EXISTS (SELECT 1 FROM v_setting WHERE key = 'unit' AND upper(value) = 'MIB')
        THEN 1048576 ELSE 1000000 END),
    used (budget, period, currency, minor, bytes) AS (
        SELECT b.budget, p.name, max(s.currency), coalesce(sum(s.total_minor), 0), coalesce(sum(v.bytes), 0)
        FROM billing_period p JOIN below b LEFT JOIN statement s ON s.period = p.id AND s.department = b.department
            LEFT JOIN volume v ON v.statement = s.id
        WHERE p.state = 'sealed' GROUP BY b.budget, p.id)
    SELECT u.period, b.id AS budget, b.department_id, b.department, b.kind, b.most,
        CASE b.kind
            WHEN 'volume' THEN printf('%d.%06d', u.bytes / z.unit, (u.bytes % z.unit) * 1000000 / z.unit)
            ELSE CASE coalesce(c.digits, 2) WHEN 0 THEN CAST(u.minor AS TEXT) ELSE printf('%s%d.%0*d',
                CASE WHEN u.minor < 0 THEN '-' ELSE '' END,
                abs(u.minor) / CAST('1' || substr('0000', 1, coalesce(c.digits, 2)) AS INTEGER), coalesce(c.digits, 2),
                abs(u.minor) % CAST('1' || substr('0000', 1, coalesce(c.digits, 2)) AS INTEGER)) END
        END AS used,
        u.currency
    FROM used u JOIN v_budget b ON b.id = u.budget JOIN size z LEFT JOIN v_currency c ON c.currency = u.currency;

-- Files -------------------------------------------------------------------------------------------

CREATE VIEW v_slice_file AS
    SELECT id, path, stream, slices, raw_bytes, raw_packets, bytes, packets, octets_on_disk, hash,
        strftime('%Y-%m-%dT%H:%M:%SZ', committed_at / 1000000, 'unixepoch') AS committed_at
    FROM slice_file WHERE replaced_at IS NULL;

CREATE VIEW v_usage_file AS
    SELECT id, path, kind, strftime('%Y-%m-%dT%H:%M:%SZ', from_quarter / 1000000, 'unixepoch') AS starts,
        strftime('%Y-%m-%dT%H:%M:%SZ', to_quarter / 1000000, 'unixepoch') AS ends, entries, bytes, hash
    FROM usage_file;
