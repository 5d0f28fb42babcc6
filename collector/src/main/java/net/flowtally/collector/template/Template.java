package net.flowtally.collector.template;

import static net.flowtally.collector.wire.Octets.u16;
import static net.flowtally.collector.wire.Octets.u32;
import static net.flowtally.collector.wire.Octets.u64;
import static net.flowtally.collector.wire.Octets.u8;
import static net.flowtally.collector.wire.Octets.unsigned;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// A template as it was told, and compiled: which octets of a record go into which slot.
///
/// Where all fields have a fixed length, they are read at absolute offsets, grouped by width. Where
/// one has a length of its own in each record, the record is walked field by field. Of an element
/// that occurs twice the last occurrence is read: Cisco and Huawei tell the outer header first and
/// the inner one last.
final class Template {
    static final int VARIABLE = 0xffff;
    static final int MAX_FIELDS = 1000;

    /// Fields of any template that is in use.
    private static final int SMALL = 64;

    private static final int UNREAD = -1;

    final int id;

    /// Whether its records are options data and not flows.
    final boolean options;

    /// The length of a record, or the least length if it varies.
    final int length;

    final boolean variable;

    final FlowMapping flows;
    final OptionsMapping optionsData;
    final NamesMapping names;

    /// Of records with structured data.
    final Optional<Lists> lists;

    /// Receive time of the last set that used or told it.
    long lastUsed;

    /// Receive time of the last set that told it.
    long toldAt;

    /// What of it was taken from the memory that all exporters share.
    long charged;

    private final int[] enterprises;
    private final int[] elements;
    private final int[] lengths;

    /// The field that an element is read from, by ordinal; -1 if there is none.
    private final int[] fieldOf;

    /// Fixed templates: slot and offset of every read, those of 1, 2, 4, 8 octets first.
    private final int[] slots;

    private final int[] offsets;
    private final int[] widths;
    private final int ones;
    private final int twos;
    private final int fours;
    private final int eights;

    /// Variable templates: the element that a field holds, or -1.
    private final int[] elementOf;

    /// @param enterprises private enterprise number of each field; -1 for scopes of NetFlow v9,
    ///   which have numbers of their own
    Template(int id, boolean options, int[] enterprises, int[] elements, int[] lengths) {
        this.id = id;
        this.options = options;
        this.enterprises = enterprises;
        this.elements = elements;
        this.lengths = lengths;

        int fields = elements.length;
        int least = 0;
        boolean varies = false;
        fieldOf = new int[Element.count()];
        Arrays.fill(fieldOf, UNREAD);
        int[] start = new int[fields];
        for (int i = 0; i < fields; i++) {
            start[i] = least;
            boolean own = lengths[i] == VARIABLE;
            varies |= own;
            least += own ? 1 : lengths[i];
            int ordinal = Element.find(enterprises[i], elements[i]);
            if (ordinal != UNREAD
                    && (own
                            ? Element.of(ordinal).form == Element.Form.NUMBER
                            : Element.of(ordinal).form.takes(lengths[i]))) {
                fieldOf[ordinal] = i;
            }
        }
        length = least;
        variable = varies;

        elementOf = new int[fields];
        Arrays.fill(elementOf, UNREAD);
        int reads = 0;
        for (int ordinal = 0; ordinal < fieldOf.length; ordinal++) {
            if (fieldOf[ordinal] != UNREAD) {
                elementOf[fieldOf[ordinal]] = ordinal;
                reads += Element.of(ordinal).form == Element.Form.IPV6 ? 2 : 1;
            }
        }
        slots = new int[reads];
        offsets = new int[reads];
        widths = new int[reads];
        int at = addReads(1, 0, start);
        ones = at;
        at = addReads(2, at, start);
        twos = at;
        at = addReads(4, at, start);
        fours = at;
        at = addReads(8, at, start);
        eights = at;
        addReads(0, at, start);

        flows = new FlowMapping(this);
        optionsData = new OptionsMapping(this);
        names = new NamesMapping(enterprises, elements, lengths);
        lists = hasLists(enterprises, elements) ? Optional.of(new Lists(this)) : Optional.empty();
    }

    private static boolean hasLists(int[] enterprises, int[] elements) {
        boolean any = false;
        for (int i = 0; i < elements.length; i++) {
            any |= Lists.isList(enterprises[i], elements[i]);
        }
        return any;
    }

    /// The same with further elements.
    ///
    /// @param more by ordinal
    Template with(boolean[] more) {
        int count = elements.length;
        int[] otherEnterprises = Arrays.copyOf(enterprises, count + more.length);
        int[] otherElements = Arrays.copyOf(elements, count + more.length);
        int[] otherLengths = Arrays.copyOf(lengths, count + more.length);
        for (int ordinal = 0; ordinal < more.length; ordinal++) {
            if (more[ordinal]) {
                otherEnterprises[count] = Element.of(ordinal).enterprise();
                otherElements[count] = Element.of(ordinal).id();
                otherLengths[count] = Element.of(ordinal).form.octets();
                count++;
            }
        }
        return new Template(
                id,
                options,
                Arrays.copyOf(otherEnterprises, count),
                Arrays.copyOf(otherElements, count),
                Arrays.copyOf(otherLengths, count));
    }

    private int addReads(int width, int at, int[] start) {
        for (int field = 0; field < elementOf.length; field++) {
            if (elementOf[field] == UNREAD) {
                continue;
            }
            Element element = Element.of(elementOf[field]);
            int parts = element.form == Element.Form.IPV6 ? 2 : 1;
            int octets = lengths[field] / parts;
            boolean odd = octets != 1 && octets != 2 && octets != 4 && octets != 8;
            if (width == 0 ? odd : octets == width) {
                for (int part = 0; part < parts; part++) {
                    slots[at] = element.slot() + part;
                    offsets[at] = start[field] + part * octets;
                    widths[at] = octets;
                    at++;
                }
            }
        }
        return at;
    }

    /// What it takes in memory, about.
    long octets() {
        return 1_500 + 32L * lengths.length;
    }

    boolean isSmall() {
        return lengths.length <= SMALL;
    }

    boolean has(Element element) {
        return fieldOf[element.ordinal()] != UNREAD;
    }

    /// The slot of an element, `Element.NOTHING` if the template lacks it.
    int slot(Element element) {
        return has(element) ? element.slot() : Element.NOTHING;
    }

    /// The slot of the first element that the template has.
    int slot(Element first, Element second) {
        return has(first) ? first.slot() : slot(second);
    }

    /// The place of an element among the fields, -1 if it is not there.
    int place(Element element) {
        return fieldOf[element.ordinal()];
    }

    /// Reads a record of fixed length into its slots.
    void read(byte[] octets, int at, long[] values) {
        int i = 0;
        for (; i < ones; i++) {
            values[slots[i]] = u8(octets, at + offsets[i]);
        }
        for (; i < twos; i++) {
            values[slots[i]] = u16(octets, at + offsets[i]);
        }
        for (; i < fours; i++) {
            values[slots[i]] = u32(octets, at + offsets[i]);
        }
        for (; i < eights; i++) {
            values[slots[i]] = u64(octets, at + offsets[i]);
        }
        for (; i < slots.length; i++) {
            values[slots[i]] = unsigned(octets, at + offsets[i], widths[i]);
        }
    }

    /// Reads a record of varying length into its slots.
    ///
    /// @param taker gets the fields that hold structured data
    /// @return where it ends, -1 if it would end behind `end`
    int readVariable(byte[] octets, int at, int end, long[] values, ListTaker taker) {
        for (int field = 0; field < lengths.length; field++) {
            int octetsOfField = lengths[field];
            if (octetsOfField == VARIABLE) {
                if (at >= end) {
                    return -1;
                }
                octetsOfField = u8(octets, at++);
                if (octetsOfField == 255) {
                    if (at + 2 > end) {
                        return -1;
                    }
                    octetsOfField = u16(octets, at);
                    at += 2;
                }
            }
            if (octetsOfField > end - at) {
                return -1;
            }
            if (elementOf[field] != UNREAD) {
                Element element = Element.of(elementOf[field]);
                if (element.form.takes(octetsOfField)) {
                    element.read(octets, at, octetsOfField, values);
                } else {
                    values[element.slot()] = 0;
                }
            } else if (Lists.isList(enterprises[field], elements[field])) {
                taker.take(elements[field], octets, at, at + octetsOfField);
            }
            at += octetsOfField;
        }
        return at;
    }

    /// Whether it is told in the same words.
    boolean equals(boolean options, int[] enterprises, int[] elements, int[] lengths, int fields) {
        return this.options == options
                && Arrays.equals(
                        this.enterprises, 0, this.enterprises.length, enterprises, 0, fields)
                && Arrays.equals(this.elements, 0, this.elements.length, elements, 0, fields)
                && Arrays.equals(this.lengths, 0, this.lengths.length, lengths, 0, fields);
    }

    void save(DataOutput out) throws IOException {
        out.writeShort(id);
        out.writeBoolean(options);
        out.writeLong(lastUsed);
        out.writeLong(toldAt);
        out.writeLong(charged);
        out.writeShort(elements.length);
        for (int i = 0; i < elements.length; i++) {
            out.writeInt(enterprises[i]);
            out.writeShort(elements[i]);
            out.writeShort(lengths[i]);
        }
    }

    static Template load(DataInput in) throws IOException {
        int id = in.readUnsignedShort();
        boolean options = in.readBoolean();
        long lastUsed = in.readLong();
        long toldAt = in.readLong();
        long charged = in.readLong();
        int fields = in.readUnsignedShort();
        int[] enterprises = new int[fields];
        int[] elements = new int[fields];
        int[] lengths = new int[fields];
        for (int i = 0; i < fields; i++) {
            enterprises[i] = in.readInt();
            elements[i] = in.readUnsignedShort();
            lengths[i] = in.readUnsignedShort();
        }
        Template template = new Template(id, options, enterprises, elements, lengths);
        template.lastUsed = lastUsed;
        template.toldAt = toldAt;
        template.charged = charged;
        return template;
    }
}
