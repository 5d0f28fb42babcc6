package net.flowtally.collector.lfap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.wire.Octets;

/// Reads the message in hand, of either version, into reports of flows: one, or those of a
/// multiple-record element. Draft -00's numbering is known by its lengths and kept with the peer. A
/// reused carrier, owned by the stream's thread.
final class FlowMessages {
    private static final int MOST_FORMAT = 256;
    private static final int WARMED = 32;

    /// Told of each flow that a message is about.
    @FunctionalInterface
    interface Taker {
        void take();
    }

    /// What is said of the flow in hand.
    final Report report = new Report();

    private final Flows flows;
    private final byte[] octets = new byte[Lfap.MOST_OCTETS];
    private final Elements elements = new Elements();
    private final Elements inner = new Elements();
    private final int[] types = new int[MOST_FORMAT];
    private final int[] lengths = new int[MOST_FORMAT];
    private final int[] offsets = new int[MOST_FORMAT];
    private int length;
    private int version;
    private int formatSize;
    private int idOffset = -1;

    @SuppressWarnings("UnusedVariable") // keeps the reads of `warm` from being optimised away
    private int warmth;

    /// @param flows read ahead of the records of a message
    FlowMessages(Flows flows) {
        this.flows = flows;
    }

    /// Takes a message in hand.
    void load(Datagram datagram) {
        length = Math.min(datagram.length, octets.length);
        MemorySegment.copy(
                datagram.memory, ValueLayout.JAVA_BYTE, datagram.offset, octets, 0, length);
        version = octets[0];
    }

    int version() {
        return version;
    }

    int opcode() {
        return octets[1];
    }

    int id() {
        return Octets.u16(octets, 4);
    }

    /// Whether it must be about a flow: an answer may be about none.
    private boolean isAboutFlows() {
        return version == Lfap.VERSION_1 ? opcode() == Lfap.V1.FUN : opcode() == Lfap.V5.FUN;
    }

    /// Reads the agent's time in an answer of version 5 that has one.
    void time(Peer peer, long receivedAt) {
        elements.over(octets, Lfap.HEADER, length, version);
        while (elements.next()) {
            if (elements.type() == Lfap.V5.TIME && elements.length() >= 4) {
                peer.told((int) elements.number(), receivedAt);
            }
        }
    }

    /// Reads a message about one flow into `report`.
    ///
    /// @return false if it cannot be read
    boolean one(Peer peer) {
        int multiple = version == Lfap.VERSION_1 ? Lfap.V1.MULTIPLE : Lfap.V5.MULTIPLE;
        for (int attempt = 0; attempt < 2; attempt++) {
            report.clear();
            int found = Report.TAKEN;
            elements.over(octets, Lfap.HEADER, length, version);
            while (found == Report.TAKEN && elements.next()) {
                found =
                        elements.type() == multiple
                                ? Report.BROKEN
                                : report.take(
                                        version,
                                        peer.oldNumbers,
                                        elements.type(),
                                        octets,
                                        elements.value(),
                                        elements.length());
            }
            if (found != Report.OLD_NUMBERS) {
                return found == Report.TAKEN && !elements.isBroken() && report.hasAny(Report.ID);
            }
            peer.oldNumbers = true;
        }
        return false;
    }

    /// Reads a message about any number of flows.
    ///
    /// @param taker told of each, while `report` has it
    /// @return false if it cannot be read; those before what is wrong were told
    boolean each(Peer peer, Taker taker) {
        int multiple = version == Lfap.VERSION_1 ? Lfap.V1.MULTIPLE : Lfap.V5.MULTIPLE;
        int found = Report.TAKEN;
        boolean isRead = true;
        boolean hasRecords = false;
        report.clear();
        elements.over(octets, Lfap.HEADER, length, version);
        while (elements.next()) {
            if (elements.type() == multiple) {
                hasRecords = true;
                found = records(peer, taker);
                report.clear();
            } else {
                found =
                        report.take(
                                version,
                                peer.oldNumbers,
                                elements.type(),
                                octets,
                                elements.value(),
                                elements.length());
            }
            if (found == Report.OLD_NUMBERS && !hasRecords) {
                peer.oldNumbers = true;
                report.clear();
                elements.over(octets, Lfap.HEADER, length, version);
            } else if (found != Report.TAKEN) {
                isRead = false;
                break;
            }
        }
        isRead &= !elements.isBroken();
        if (isRead && report.hasAny(Report.ID)) {
            taker.take();
        } else if (isRead && !hasRecords) {
            isRead = !isAboutFlows();
        }
        report.clear();
        return isRead;
    }

    /// Reads the multiple-record element in hand: fixed part, format, records.
    private int records(Peer peer, Taker taker) {
        int at = elements.value();
        int end = at + elements.length();
        if (elements.length() < 4) {
            return Report.BROKEN;
        }
        int fixed = Octets.u16(octets, at);
        int format = Octets.u16(octets, at + 2);
        int records = at + 4 + fixed + format;
        if (records > end) {
            return Report.BROKEN;
        }
        for (int attempt = 0; attempt < 2; attempt++) {
            int width = format(at + 4 + fixed, records);
            if (width <= 0) {
                return Report.BROKEN;
            }
            int found = Report.TAKEN;
            warm(records, end, width);
            for (int from = records; found == Report.TAKEN && end - from >= width; from += width) {
                if ((from - records) % (WARMED * width) == 0 && from > records) {
                    warm(from, end, width);
                }
                found = record(peer, at + 4, fixed, from);
                if (found == Report.TAKEN) {
                    taker.take();
                }
            }
            if (found == Report.OLD_NUMBERS && attempt == 0) {
                peer.oldNumbers = true;
                continue;
            }
            boolean isWhole = (end - records) % width == 0;
            return found == Report.TAKEN && !isWhole ? Report.BROKEN : found;
        }
        return Report.BROKEN;
    }

    /// Reads the headers that make up each record.
    ///
    /// @return octets of a record; 0 if the headers cannot be read
    private int format(int from, int to) {
        int flowId = version == Lfap.VERSION_1 ? Lfap.V1.FLOW_ID : Lfap.V5.FLOW_ID;
        formatSize = 0;
        idOffset = -1;
        int width = 0;
        if ((to - from & 3) != 0) {
            return 0;
        }
        for (int at = from; at < to; at += 4) {
            int type = Octets.u16(octets, at);
            int field = Octets.u16(octets, at + 2);
            int length = type == flowId ? Elements.flowIdLength(field) : field;
            if (length < 0 || formatSize == MOST_FORMAT) {
                return 0;
            }
            types[formatSize] = type;
            lengths[formatSize] = length;
            offsets[formatSize] = width;
            if (type == flowId && length == 12) {
                idOffset = width;
            }
            formatSize++;
            width += Elements.padded(length);
        }
        return width;
    }

    private void warm(int from, int end, int width) {
        if (idOffset < 0) {
            return;
        }
        int last = Math.min(end - width, from + (WARMED - 1) * width);
        for (int at = from; at <= last; at += width) {
            warmth +=
                    flows.warm(
                            Octets.u64(octets, at + idOffset),
                            Octets.i32(octets, at + idOffset + 8));
        }
    }

    /// Reads one record, and what is fixed for all, into `report`.
    private int record(Peer peer, int fixedAt, int fixed, int from) {
        report.clear();
        inner.over(octets, fixedAt, fixedAt + fixed, version);
        while (inner.next()) {
            int found =
                    report.take(
                            version,
                            peer.oldNumbers,
                            inner.type(),
                            octets,
                            inner.value(),
                            inner.length());
            if (found != Report.TAKEN) {
                return found;
            }
        }
        if (inner.isBroken()) {
            return Report.BROKEN;
        }
        for (int i = 0; i < formatSize; i++) {
            int found =
                    report.take(
                            version,
                            peer.oldNumbers,
                            types[i],
                            octets,
                            from + offsets[i],
                            lengths[i]);
            if (found != Report.TAKEN) {
                return found;
            }
        }
        return report.hasAny(Report.ID) ? Report.TAKEN : Report.BROKEN;
    }
}
