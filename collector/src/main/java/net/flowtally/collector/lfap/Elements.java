package net.flowtally.collector.lfap;

import net.flowtally.collector.wire.Octets;

/// Walks the information elements of a message or of a part of one: `next()`, then type, and where
/// the value lies. A flow id's second field is no length but two: of prefix (8 or 0 octets) and
/// number (4). Values are padded to a multiple of 4; whether a length counts its padding makes no
/// difference here, and the last element's may be missing. A reused carrier.
public final class Elements {
    private byte[] octets = {};
    private int at;
    private int end;
    private int flowId;
    private int type;
    private int value;
    private int length;
    private boolean broken;

    /// @param version of the message, which says what type a flow id has
    public Elements over(byte[] octets, int from, int to, int version) {
        this.octets = octets;
        at = from;
        end = to;
        flowId = version == Lfap.VERSION_1 ? Lfap.V1.FLOW_ID : Lfap.V5.FLOW_ID;
        broken = false;
        return this;
    }

    /// The elements of a whole message.
    public Elements of(byte[] message) {
        return over(message, Lfap.HEADER, message.length, message[0]);
    }

    /// Moves to the next element.
    ///
    /// @return false at the end, or if nothing more can be read; `isBroken()` tells them apart
    public boolean next() {
        if (end - at < 4) {
            // up to three octets of padding that nobody counted
            broken |= at < end && hasContent();
            return false;
        }
        type = Octets.u16(octets, at);
        length = length(Octets.u16(octets, at + 2));
        value = at + 4;
        if (length < 0 || length > end - value) {
            broken = true;
            return false;
        }
        at = Math.min(end, value + padded(length));
        return true;
    }

    private boolean hasContent() {
        for (int i = at; i < end; i++) {
            if (octets[i] != 0) {
                return true;
            }
        }
        return false;
    }

    /// The length of a value, from the second field of its header; -1 if a flow id is none.
    private int length(int field) {
        if (type != flowId) {
            return field;
        }
        return flowIdLength(field);
    }

    static int flowIdLength(int field) {
        return switch (field) {
            case 0x0804, 12 -> 12;
            case 0x0004 -> 4;
            default -> -1;
        };
    }

    static int padded(int length) {
        return (length + 3) & ~3;
    }

    public boolean isBroken() {
        return broken;
    }

    public int type() {
        return type;
    }

    /// Where the value begins.
    public int value() {
        return value;
    }

    /// Octets of the value, without padding unless the sender counted it.
    public int length() {
        return length;
    }

    /// A value of four octets; 0 if it has fewer.
    public long number() {
        return length < 4 ? 0 : Octets.u32(octets, value);
    }

    /// The low octet of a value of four.
    public int code() {
        return (int) number() & 0xff;
    }
}
