package net.flowtally.collector.lfap;

import java.util.Arrays;
import net.flowtally.ledger.address.Address;

/// Writes one LFAP message. A message that would be longer than its length field can say is refused
/// by `octets`. Not thread-safe.
public final class LfapWriter {
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;

    private final int version;
    private byte[] octets = new byte[64];
    private int size = Lfap.HEADER;
    private int multiple;

    public LfapWriter(int version, int opcode, int status, int id) {
        this.version = version;
        octets[0] = (byte) version;
        octets[1] = (byte) opcode;
        octets[3] = (byte) status;
        octets[4] = (byte) (id >>> 8);
        octets[5] = (byte) id;
    }

    /// A message without elements.
    public static byte[] empty(int version, int opcode, int status, int id) {
        return new LfapWriter(version, opcode, status, id).octets();
    }

    /// Octets so far, with the header.
    public int size() {
        return size;
    }

    /// An element of four octets.
    public LfapWriter number(int type, long value) {
        return header(type, 4).u32(value);
    }

    /// An element of any octets, padded.
    public LfapWriter value(int type, byte[] value) {
        header(type, value.length);
        room(value.length + 4);
        System.arraycopy(value, 0, octets, size, value.length);
        size += value.length;
        while ((size & 3) != 0) {
            octets[size++] = 0;
        }
        return this;
    }

    public LfapWriter address(int type, Address address) {
        byte[] value = address.octets();
        boolean isV4 = address.isV4();
        int length = isV4 ? 4 : 16;
        header(type, 4 + length).u16(isV4 ? IPV4 : IPV6).u16(length);
        room(length);
        System.arraycopy(value, value.length - length, octets, size, length);
        size += length;
        return this;
    }

    /// @param prefix 0 for a flow id without one
    public LfapWriter flowId(long prefix, long number) {
        return flowIdHeader(prefix != 0).flowIdValue(prefix, number);
    }

    public LfapWriter prefix(int type, long prefix) {
        return header(type, 8).u64(prefix);
    }

    public LfapWriter counters(int type, long received, long sent) {
        return header(type, 16).u64(received).u64(sent);
    }

    /// The list of requested elements (version 5).
    public LfapWriter elementList(int... types) {
        header(Lfap.V5.ELEMENT_LIST, 4 + 2 * types.length).u16(0).u16(types.length);
        for (int type : types) {
            u16(type);
        }
        return pad();
    }

    /// The protocol identifier of version 5: ether2, ip or ip6, transport protocol, and the
    /// destination port where the protocol has ports.
    public LfapWriter protocol(boolean isV6, int protocol, int port, boolean hasPort) {
        int layers = hasPort ? 4 : 3;
        header(Lfap.V5.PROTOCOL, 1 + 4 * layers + 1 + layers).u8(4 * layers);
        u32(1).u32(isV6 ? 0x86dd : 0x800).u32(protocol);
        if (hasPort) {
            u32(port);
        }
        u8(layers).u8(0).u8(1).u8(0);
        if (hasPort) {
            u8(0);
        }
        return pad();
    }

    /// Begins a multiple-record element; elements written next apply to all its records.
    public LfapWriter multiple() {
        header(version == Lfap.VERSION_1 ? Lfap.V1.MULTIPLE : Lfap.V5.MULTIPLE, 0);
        multiple = size;
        return u32(0);
    }

    /// Ends what applies to all records; headers written next make up each record.
    public LfapWriter format() {
        return patch(multiple, size - multiple - 4);
    }

    /// Ends the format; values written next are the records'.
    public LfapWriter records() {
        int fixed = ((octets[multiple] & 0xff) << 8) | (octets[multiple + 1] & 0xff);
        return patch(multiple + 2, size - multiple - 4 - fixed);
    }

    /// Ends the multiple-record element.
    public LfapWriter endMultiple() {
        return patch(multiple - 2, size - multiple);
    }

    /// The header of an element, for a format or before its value.
    public LfapWriter header(int type, int length) {
        return u16(type).u16(length);
    }

    public LfapWriter flowIdHeader(boolean hasPrefix) {
        int type = version == Lfap.VERSION_1 ? Lfap.V1.FLOW_ID : Lfap.V5.FLOW_ID;
        return u16(type).u8(hasPrefix ? 8 : 0).u8(4);
    }

    public LfapWriter flowIdValue(long prefix, long number) {
        if (prefix != 0) {
            u64(prefix);
        }
        return u32(number);
    }

    public LfapWriter u8(int value) {
        room(1);
        octets[size++] = (byte) value;
        return this;
    }

    public LfapWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public LfapWriter u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    public LfapWriter u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    private LfapWriter pad() {
        while ((size & 3) != 0) {
            u8(0);
        }
        return this;
    }

    private LfapWriter patch(int at, int value) {
        octets[at] = (byte) (value >>> 8);
        octets[at + 1] = (byte) value;
        return this;
    }

    private void room(int more) {
        if (size + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, size + more));
        }
    }

    /// The message, with its length.
    ///
    /// @throws IllegalStateException if it is too long
    public byte[] octets() {
        if (size > Lfap.MOST_OCTETS) {
            throw new IllegalStateException("an LFAP message of " + size + " octets");
        }
        patch(6, size - Lfap.HEADER);
        return Arrays.copyOf(octets, size);
    }
}
