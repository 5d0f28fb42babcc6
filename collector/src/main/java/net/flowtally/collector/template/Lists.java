package net.flowtally.collector.template;

import static net.flowtally.collector.wire.Octets.i32;
import static net.flowtally.collector.wire.Octets.u16;
import static net.flowtally.collector.wire.Octets.u8;

import java.util.Arrays;

/// Structured data (RFC 6313) in the records of a template: lists of values, or of records of other
/// templates. Where a list holds one value of an element, and the record itself tells none, it
/// counts as if the record had told it; the mapping to flow records is worked out anew when records
/// begin to tell something else by their lists.
///
/// ```
/// basic list (291)                semantic:1  field specifier:4, or 8 with an enterprise   values
/// sub-template list (292)         semantic:1  template id:2                                records
/// sub-template multi-list (293)   semantic:1, then again and again
///                                 template id:2  length:2, these four included             records
/// ```
///
/// A list of several values, of what is *not* so (semantic 0), of lists, or of a template that is
/// not known is passed over and counted.
final class Lists implements ListTaker {
    private static final int BASIC = 291;
    private static final int OF_TEMPLATE = 292;
    private static final int OF_TEMPLATES = 293;

    private static final int NONE_OF = 0;
    private static final int UNKNOWN = -1;

    private final Template outer;
    private Domain domain = new Domain(0);
    private long now;
    private long[] values = {};
    private long[] inner = {};

    /// By ordinal: whether the lists of the record told it.
    private final boolean[] told = new boolean[Element.count()];

    private boolean any;
    private final boolean[] mapped = new boolean[Element.count()];
    private FlowMapping flows;

    /// Lists of the record that were passed over.
    int passedOver;

    Lists(Template outer) {
        this.outer = outer;
        flows = outer.flows;
    }

    static boolean isList(int enterprise, int element) {
        return enterprise == 0 && element >= BASIC && element <= OF_TEMPLATES;
    }

    /// A record begins.
    ///
    /// @param values get what its lists tell
    /// @param inner scratch of the same size
    void begin(Domain domain, long now, long[] values, long[] inner) {
        this.domain = domain;
        this.now = now;
        this.values = values;
        this.inner = inner;
        passedOver = 0;
        if (any) {
            Arrays.fill(told, false);
            any = false;
        }
    }

    @Override
    public void take(int element, byte[] octets, int from, int to) {
        boolean taken =
                to - from >= 3
                        && u8(octets, from) != NONE_OF
                        && switch (element) {
                            case BASIC -> basic(octets, from + 1, to);
                            case OF_TEMPLATE -> record(u16(octets, from + 1), octets, from + 3, to);
                            default -> ofTemplates(octets, from + 1, to);
                        };
        passedOver += taken || to == from ? 0 : 1;
    }

    private boolean basic(byte[] octets, int from, int to) {
        if (to - from < 4) {
            return false;
        }
        int id = u16(octets, from);
        int length = u16(octets, from + 2);
        int at = from + 4;
        int enterprise = 0;
        if (id > 0x7fff) {
            if (to - at < 4) {
                return false;
            }
            id &= 0x7fff;
            enterprise = i32(octets, at);
            at += 4;
        }
        if (length == Template.VARIABLE) {
            if (at == to) {
                return true;
            }
            length = u8(octets, at++);
            if (length == 255) {
                if (to - at < 2) {
                    return false;
                }
                length = u16(octets, at);
                at += 2;
            }
        }
        int ordinal = Element.find(enterprise, id);
        if (at == to || (ordinal == UNKNOWN && !isList(enterprise, id))) {
            return true;
        }
        if (ordinal == UNKNOWN
                || to - at != length
                || !Element.of(ordinal).form.takes(length)
                || isTold(ordinal)) {
            return false;
        }
        Element.of(ordinal).read(octets, at, length, values);
        tell(ordinal);
        return true;
    }

    private boolean ofTemplates(byte[] octets, int from, int to) {
        int at = from;
        boolean all = true;
        while (to - at >= 4) {
            int length = u16(octets, at + 2);
            if (length < 4 || length > to - at) {
                return false;
            }
            all &= record(u16(octets, at), octets, at + 4, at + length);
            at += length;
        }
        return all && at == to;
    }

    /// @return false if there is not just one record of a known template, or not all of it counts
    private boolean record(int id, byte[] octets, int from, int to) {
        if (from == to) {
            return true;
        }
        Template template = domain.templates.get(id);
        if (template == null || template.options || to - from < template.length) {
            return false;
        }
        template.lastUsed = now;
        int end = from + template.length;
        if (template.variable) {
            end = template.readVariable(octets, from, to, inner, ListTaker.NONE);
        } else {
            template.read(octets, from, inner);
        }
        if (end != to) {
            return false;
        }
        boolean all = template.lists.isEmpty();
        for (int ordinal = 0; ordinal < told.length; ordinal++) {
            Element element = Element.of(ordinal);
            if (template.has(element)) {
                if (isTold(ordinal)) {
                    all = false;
                } else {
                    values[element.slot()] = inner[element.slot()];
                    values[element.slot() + 1] = inner[element.slot() + 1];
                    tell(ordinal);
                }
            }
        }
        return all;
    }

    private boolean isTold(int ordinal) {
        return told[ordinal] || outer.has(Element.of(ordinal));
    }

    private void tell(int ordinal) {
        told[ordinal] = true;
        any = true;
    }

    /// How the record becomes a flow record.
    FlowMapping flows() {
        if (!any) {
            return outer.flows;
        }
        if (!Arrays.equals(told, mapped)) {
            System.arraycopy(told, 0, mapped, 0, told.length);
            flows = new FlowMapping(outer.with(told));
        }
        return flows;
    }
}
