package net.flowtally.collector.lfap;

import static net.flowtally.collector.wire.Octets.i32;
import static net.flowtally.collector.wire.Octets.u16;
import static net.flowtally.collector.wire.Octets.u32;
import static net.flowtally.collector.wire.Octets.u64;
import static net.flowtally.collector.wire.Octets.u8;

import net.flowtally.ledger.address.Address;

/// What the information elements of an admission or update say of one flow, in either version. A
/// reused carrier: `clear`, then `take` for each element; where an element occurs twice the last
/// one counts, but for the interfaces a flow leaves by, of which the first does.
final class Report {
    /// What `take` can say of an element.
    static final int TAKEN = 0;

    static final int BROKEN = 1;

    /// The sender numbers elements as draft-riverstone-lfap-data-00 does.
    static final int OLD_NUMBERS = 2;

    /// What is there.
    static final int ID = 1;

    static final int SOURCE = 2;
    static final int DESTINATION = 4;
    static final int TICKS = 8;
    static final int UTC = 16;
    static final int DELTA_TIME = 32;
    static final int STATE = 64;
    static final int BYTES_RUNNING = 128;
    static final int BYTES_DELTA = 256;
    static final int PACKETS_RUNNING = 512;
    static final int PACKETS_DELTA = 1024;
    static final int FAILURE = 2048;
    static final int RUNNING = BYTES_RUNNING | PACKETS_RUNNING;
    static final int COUNTERS = RUNNING | BYTES_DELTA | PACKETS_DELTA;

    /// Elements of the data draft -00 from 79 on, as those of -01; 0 has none.
    private static final int[] OF_OLD = {
        80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 99, 101, 96, 102, 103, 104, 105, 107,
        106, 108, 93, 0, 109, 110, 111, 112, 113, 114, 115
    };

    private static final int FIRST_OLD = 79;
    private static final int COUNTER_OCTETS = 16;

    int has;
    long prefix;
    int number;
    int ticks;
    long utcSeconds;
    long deltaTicks;
    boolean inactive;
    long bytesRunning;
    long bytesRunningBack;
    long bytesDelta;
    long bytesDeltaBack;
    long packetsRunning;
    long packetsRunningBack;
    long packetsDelta;
    long packetsDeltaBack;
    long sourceHi;
    long sourceLo;
    long destinationHi;
    long destinationLo;
    long exporterHi;
    long exporterLo;
    long nextHopHi;
    long nextHopLo;
    int sourcePort;
    int destinationPort;
    int protocol;
    int tos;
    int vlan;
    long input;
    long output;
    long sourceAs;
    long destinationAs;
    int tcpFlags;
    int failure;

    private long addressHi;
    private long addressLo;

    void clear() {
        has = 0;
        prefix = 0;
        number = 0;
        inactive = false;
        sourceHi = 0;
        sourceLo = 0;
        destinationHi = 0;
        destinationLo = 0;
        exporterHi = 0;
        exporterLo = 0;
        nextHopHi = 0;
        nextHopLo = 0;
        sourcePort = 0;
        destinationPort = 0;
        protocol = 0;
        tos = 0;
        vlan = 0;
        input = 0;
        output = 0;
        sourceAs = 0;
        destinationAs = 0;
        tcpFlags = 0;
    }

    boolean hasAny(int what) {
        return (has & what) != 0;
    }

    boolean hasAll(int what) {
        return (has & what) == what;
    }

    int take(int version, boolean oldNumbers, int type, byte[] octets, int at, int length) {
        return version == Lfap.VERSION_1
                ? takeV1(type, octets, at, length)
                : takeV5(oldNumbers, type, octets, at, length);
    }

    private int takeV1(int type, byte[] octets, int at, int length) {
        return switch (type) {
            case Lfap.V1.FLOW_ID -> flowId(octets, at, length);
            case Lfap.V1.BYTES_RUNNING -> counters(BYTES_RUNNING, octets, at, length);
            case Lfap.V1.BYTES_DELTA -> counters(BYTES_DELTA, octets, at, length);
            case Lfap.V1.PACKETS_RUNNING -> counters(PACKETS_RUNNING, octets, at, length);
            case Lfap.V1.PACKETS_DELTA -> counters(PACKETS_DELTA, octets, at, length);
            case Lfap.V1.SOURCE -> source(octets, at, length);
            case Lfap.V1.DESTINATION -> destination(octets, at, length);
            case Lfap.V1.TIME -> ticks(octets, at, length);
            case Lfap.V1.FAILURE -> failure(octets, at, length);
            case Lfap.V1.STATE -> {
                has |= STATE;
                inactive = length >= 4 && u32(octets, at) == Lfap.V1.INACTIVE;
                yield length >= 4 ? TAKEN : BROKEN;
            }
            default -> TAKEN;
        };
    }

    private int takeV5(boolean oldNumbers, int type, byte[] octets, int at, int length) {
        if (!oldNumbers && isOld(type, length)) {
            return OLD_NUMBERS;
        }
        int element = oldNumbers ? ofOld(type) : type;
        boolean isNumber = length >= 4;
        switch (element) {
            case Lfap.V5.FLOW_ID -> {
                return flowId(octets, at, length);
            }
            case Lfap.V5.BYTES_RUNNING -> {
                return counters(BYTES_RUNNING, octets, at, length);
            }
            case Lfap.V5.BYTES_DELTA -> {
                return counters(BYTES_DELTA, octets, at, length);
            }
            case Lfap.V5.PACKETS_RUNNING -> {
                return counters(PACKETS_RUNNING, octets, at, length);
            }
            case Lfap.V5.PACKETS_DELTA -> {
                return counters(PACKETS_DELTA, octets, at, length);
            }
            case Lfap.V5.SOURCE -> {
                return source(octets, at, length);
            }
            case Lfap.V5.DESTINATION -> {
                return destination(octets, at, length);
            }
            case Lfap.V5.TIME -> {
                return ticks(octets, at, length);
            }
            case Lfap.V5.FAILURE -> {
                return failure(octets, at, length);
            }
            case Lfap.V5.PROTOCOL -> {
                return protocol(octets, at, length);
            }
            case Lfap.V5.SOURCE_CCE -> {
                if (!address(octets, at, length)) {
                    return BROKEN;
                }
                exporterHi = addressHi;
                exporterLo = addressLo;
                return TAKEN;
            }
            case Lfap.V5.NEXT_HOP -> {
                if (!address(octets, at, length)) {
                    return BROKEN;
                }
                nextHopHi = addressHi;
                nextHopLo = addressLo;
                return TAKEN;
            }
            case Lfap.V5.UTC_TIME -> {
                has |= UTC;
                utcSeconds = isNumber ? u32(octets, at) : 0;
            }
            case Lfap.V5.DELTA_TIME -> {
                has |= DELTA_TIME;
                deltaTicks = isNumber ? u32(octets, at) : 0;
            }
            case Lfap.V5.STATE -> {
                has |= STATE;
                inactive = isNumber && u8(octets, at + 3) == Lfap.V5.INACTIVE;
            }
            case Lfap.V5.SERVICE_CLASS -> serviceClass(isNumber ? i32(octets, at) : 0);
            case Lfap.V5.UDP_PORT, Lfap.V5.TCP_PORT, Lfap.V5.IPX_SOCKET ->
                    sourcePort = isNumber ? u16(octets, at + 2) : 0;
            case Lfap.V5.SOURCE_AS -> sourceAs = isNumber ? u32(octets, at) : 0;
            case Lfap.V5.DESTINATION_AS -> destinationAs = isNumber ? u32(octets, at) : 0;
            case Lfap.V5.INGRESS -> input = isNumber ? u32(octets, at) : 0;
            case Lfap.V5.EGRESS -> output = output != 0 || !isNumber ? output : u32(octets, at);
            case Lfap.V5.VLAN -> vlan(isNumber ? i32(octets, at) : 0);
            case Lfap.V5.TCP_BITS -> tcpFlags = isNumber ? u8(octets, at + 3) & 0x3f : 0;
            default -> {
                return TAKEN;
            }
        }
        return isNumber ? TAKEN : BROKEN;
    }

    /// Elements whose length gives the older numbering away: counters one lower, the state where
    /// the prefix is now, the protocol where a counter is now.
    private static boolean isOld(int type, int length) {
        return switch (type) {
            case 79 -> length == 4;
            case 80 -> length == COUNTER_OCTETS;
            case 84 -> length != COUNTER_OCTETS;
            default -> false;
        };
    }

    private static int ofOld(int type) {
        int at = type - FIRST_OLD;
        return at < 0 ? type : at < OF_OLD.length ? OF_OLD[at] : 0;
    }

    private int flowId(byte[] octets, int at, int length) {
        if (length == 12) {
            prefix = u64(octets, at);
            number = i32(octets, at + 8);
        } else if (length == 4) {
            prefix = 0;
            number = i32(octets, at);
        } else {
            return BROKEN;
        }
        has |= ID;
        return TAKEN;
    }

    private int counters(int which, byte[] octets, int at, int length) {
        if (length != COUNTER_OCTETS) {
            return BROKEN;
        }
        has |= which;
        long received = u64(octets, at);
        long sent = u64(octets, at + 8);
        switch (which) {
            case BYTES_RUNNING -> {
                bytesRunning = received;
                bytesRunningBack = sent;
            }
            case BYTES_DELTA -> {
                bytesDelta = received;
                bytesDeltaBack = sent;
            }
            case PACKETS_RUNNING -> {
                packetsRunning = received;
                packetsRunningBack = sent;
            }
            default -> {
                packetsDelta = received;
                packetsDeltaBack = sent;
            }
        }
        return TAKEN;
    }

    private int ticks(byte[] octets, int at, int length) {
        if (length < 4) {
            return BROKEN;
        }
        has |= TICKS;
        ticks = i32(octets, at);
        return TAKEN;
    }

    private int failure(byte[] octets, int at, int length) {
        if (length < 4) {
            return BROKEN;
        }
        has |= FAILURE;
        failure = u8(octets, at + 3);
        return TAKEN;
    }

    private int source(byte[] octets, int at, int length) {
        if (!address(octets, at, length)) {
            return BROKEN;
        }
        has |= SOURCE;
        sourceHi = addressHi;
        sourceLo = addressLo;
        return TAKEN;
    }

    private int destination(byte[] octets, int at, int length) {
        if (!address(octets, at, length)) {
            return BROKEN;
        }
        has |= DESTINATION;
        destinationHi = addressHi;
        destinationLo = addressLo;
        return TAKEN;
    }

    /// Reads an address value. One of another family than IPv4 and IPv6 is left at zero.
    private boolean address(byte[] octets, int at, int length) {
        if (length < 4) {
            return false;
        }
        int family = u16(octets, at);
        int size = u16(octets, at + 2);
        addressHi = 0;
        addressLo = 0;
        if (size > length - 4 || (family == 1 && size != 4) || (family == 2 && size != 16)) {
            return false;
        }
        if (family == 1) {
            addressLo = Address.mapV4(i32(octets, at + 4));
        } else if (family == 2) {
            addressHi = u64(octets, at + 4);
            addressLo = u64(octets, at + 12);
        }
        return true;
    }

    /// A path through the protocol directory of RFC 2074: link layer, EtherType, IP protocol, port;
    /// one word each, the link layer *vsnap* two.
    private int protocol(byte[] octets, int at, int length) {
        int path = length < 1 ? 0 : u8(octets, at);
        if (length < 1 || (path & 3) != 0 || path > length - 1) {
            return BROKEN;
        }
        int words = path / 4;
        int word = words > 0 && u8(octets, at + 4) == 4 ? 2 : 1;
        protocol = words > word + 1 ? u8(octets, at + 1 + (word + 1) * 4 + 3) : 0;
        destinationPort = words > word + 2 ? u16(octets, at + 1 + (word + 2) * 4 + 2) : 0;
        return TAKEN;
    }

    private void serviceClass(int value) {
        int kind = value >>> 24 & 0x3f;
        if (kind == 1 || kind == 2) {
            tos = value & 0xff;
        }
    }

    private void vlan(int value) {
        int from = value >>> 16;
        vlan = from != 0xffff ? from : (value & 0xffff) != 0xffff ? value & 0xffff : 0;
    }

    /// Tells reports of equal time apart.
    int print() {
        long h = has & COUNTERS;
        if (hasAny(BYTES_RUNNING)) {
            h = mix(mix(h, bytesRunning), bytesRunningBack);
        }
        if (hasAny(BYTES_DELTA)) {
            h = mix(mix(h, bytesDelta), bytesDeltaBack);
        }
        if (hasAny(PACKETS_RUNNING)) {
            h = mix(mix(h, packetsRunning), packetsRunningBack);
        }
        if (hasAny(PACKETS_DELTA)) {
            h = mix(mix(h, packetsDelta), packetsDeltaBack);
        }
        return (int) (h ^ h >>> 32);
    }

    static long mix(long h, long value) {
        long mixed = (h ^ value) * 0x9e3779b97f4a7c15L;
        return mixed ^ mixed >>> 29;
    }
}
