package net.flowtally.collector.template;

import static net.flowtally.collector.wire.Octets.i32;
import static net.flowtally.collector.wire.Octets.u16;

import java.util.Arrays;

/// Reads sets of templates and of options templates.
///
/// ```
/// v9     id, field count                           fields: type, length
///        id, scope octets, option octets           fields likewise, scopes first
/// IPFIX  id, field count                           fields: E|type, length, enterprise if E
///        id, field count, scope field count        fields likewise, scopes first
/// ```
///
/// A template of no fields is a withdrawal, which holds over a connection and must be ignored over
/// UDP (RFC 7011 section 8.4); zeros at the end of a set look the same. Of a template with more
/// than 1000 fields nothing is kept.
final class TemplateSets {
    /// The enterprise of a v9 scope field: its type is no element.
    private static final int SCOPE = -1;

    private static final int FIRST_DATA_ID = 256;

    private final int[] enterprises = new int[Template.MAX_FIELDS];
    private final int[] elements = new int[Template.MAX_FIELDS];
    private final int[] lengths = new int[Template.MAX_FIELDS];

    /// Whether the last set told a template that was not known before.
    boolean news;

    /// Learns every whole template of a set.
    ///
    /// @return false if something in it could not be read
    boolean read(
            byte[] octets,
            int from,
            int to,
            boolean options,
            Domain domain,
            TemplateExporter exporter,
            long now) {
        Dialect dialect = exporter.dialect;
        news = false;
        int at = from;
        while (at + 4 <= to) {
            int id = u16(octets, at);
            int fields = u16(octets, at + 2);
            int scopes = 0;
            at += 4;
            if (fields == 0 && (dialect == Dialect.IPFIX || !options)) {
                if (exporter.isSession && id != 0) {
                    exporter.withdraw(domain, id, options);
                }
                continue;
            }
            if (id < FIRST_DATA_ID) {
                return id == 0;
            }
            if (options) {
                if (at + 2 > to) {
                    return false;
                }
                int second = u16(octets, at);
                at += 2;
                if (dialect == Dialect.NETFLOW_9) {
                    scopes = fields / 4;
                    fields = scopes + second / 4;
                }
            }
            int start = at;
            at = readFields(octets, at, to, dialect, fields, scopes);
            if (at < 0) {
                return false;
            }
            if (fields > Template.MAX_FIELDS) {
                return false;
            }
            if (at > start) {
                learn(id, options, fields, domain, exporter, now);
            }
        }
        return true;
    }

    /// @return where they end, -1 behind the end of the set
    private int readFields(
            byte[] octets, int from, int to, Dialect dialect, int fields, int scopes) {
        int at = from;
        for (int i = 0; i < fields; i++) {
            if (at + 4 > to) {
                return -1;
            }
            int element = u16(octets, at);
            int length = u16(octets, at + 2);
            int enterprise = i < scopes ? SCOPE : 0;
            at += 4;
            if (dialect == Dialect.IPFIX && element > 0x7fff) {
                if (at + 4 > to) {
                    return -1;
                }
                element &= 0x7fff;
                enterprise = i32(octets, at);
                at += 4;
            }
            if (i < Template.MAX_FIELDS) {
                enterprises[i] = enterprise;
                elements[i] = element;
                lengths[i] = length;
            }
        }
        return at;
    }

    private void learn(
            int id,
            boolean options,
            int fields,
            Domain domain,
            TemplateExporter exporter,
            long now) {
        Template known = domain.templates.get(id);
        if (known != null && known.equals(options, enterprises, elements, lengths, fields)) {
            known.lastUsed = now;
            known.toldAt = now;
            return;
        }
        Template template =
                new Template(
                        id,
                        options,
                        Arrays.copyOf(enterprises, fields),
                        Arrays.copyOf(elements, fields),
                        Arrays.copyOf(lengths, fields));
        template.lastUsed = now;
        template.toldAt = now;
        exporter.define(domain, template);
        news = true;
    }
}
