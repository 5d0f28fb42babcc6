package net.flowtally.collector.lfap;

import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.flow.FlowSink;
import net.flowtally.ledger.calls.Slice;

/// Makes flow records of the report and the flow in hand: what an update adds, one record for each
/// direction that has traffic. Owned by the stream's thread.
final class FlowRecords {
    /// An update that other streams may have too and that reaches back further counts at its end:
    /// it would change what was accounted long before.
    private static final long LONGEST_JOINED = 3_600_000_000L;

    private final Flows flows;
    private final Report report;
    private final FlowRecord flow = new FlowRecord();
    private long records;

    FlowRecords(Flows flows, Report report) {
        this.flows = flows;
        this.report = report;
    }

    /// Records made since the last call.
    long take() {
        long taken = records;
        records = 0;
        return taken;
    }

    /// Tells of the flow in hand, which has no traffic yet.
    void admit(FlowSink sink) {
        fill();
        flow.ticks = ticks();
        sink.admitted(flow);
    }

    private int ticks() {
        return report.hasAny(Report.TICKS) ? report.ticks & Slice.TICKS - 1 : 0;
    }

    /// Works out what the report adds to the flow in hand, and hands it over for both directions.
    ///
    /// @param isLate it is older than what was booked last, and was refused then
    /// @return whether it adds anything
    boolean book(Peer peer, boolean isLate, long receivedAt, long end, FlowSink sink) {
        boolean isElsewhere = flows.number(Flows.CONNECTION) != (peer.identity & 0xffff_ffffL);
        boolean isRunning = report.hasAny(Report.RUNNING);
        boolean isRebased = isElsewhere && isRunning;
        boolean isRepeatable =
                !isRunning
                        && report.prefix != 0
                        && report.hasAny(Report.TICKS)
                        && (isLate || isElsewhere || peer.mayRepeat(report.prefix, receivedAt));
        long bytes =
                added(
                        Flows.BYTES,
                        Report.BYTES_RUNNING,
                        report.bytesRunning,
                        Report.BYTES_DELTA,
                        report.bytesDelta);
        long bytesBack =
                added(
                        Flows.BYTES_BACK,
                        Report.BYTES_RUNNING,
                        report.bytesRunningBack,
                        Report.BYTES_DELTA,
                        report.bytesDeltaBack);
        long packets =
                added(
                        Flows.PACKETS,
                        Report.PACKETS_RUNNING,
                        report.packetsRunning,
                        Report.PACKETS_DELTA,
                        report.packetsDelta);
        long packetsBack =
                added(
                        Flows.PACKETS_BACK,
                        Report.PACKETS_RUNNING,
                        report.packetsRunningBack,
                        Report.PACKETS_DELTA,
                        report.packetsDeltaBack);
        if ((bytes | packets | bytesBack | packetsBack) == 0) {
            return false;
        }
        fill();
        long before = flows.get(Flows.LAST_AT);
        flow.end = end;
        if (report.hasAny(Report.DELTA_TIME)) {
            flow.start = end - report.deltaTicks * Peer.TICK;
        } else if (before != 0) {
            flow.start = Math.min(before, end);
        }
        if ((isRebased || isRepeatable) && end - flow.start > LONGEST_JOINED) {
            flow.start = FlowRecord.NO_TIME;
        }
        flow.closes = report.inactive;
        flow.rebased = isRebased;
        flow.repeatable = isRepeatable;
        flow.ticks = ticks();
        flow.tcpFlags = report.tcpFlags;
        flow.hasCounters = true;
        if ((bytes | packets) != 0) {
            flow.bytes = bytes;
            flow.packets = packets;
            records++;
            sink.accept(flow);
        }
        if ((bytesBack | packetsBack) != 0) {
            flow.bytes = bytesBack;
            flow.packets = packetsBack;
            flow.turn();
            flow.reverse = true;
            records++;
            sink.accept(flow);
        }
        return true;
    }

    /// What a counter of the report adds to what is booked of the flow in hand. A running counter
    /// that is lower than that is one of a flow that began anew.
    private long added(int field, int running, long runningValue, int delta, long deltaValue) {
        long booked = flows.get(field);
        if (report.hasAny(running)) {
            if (runningValue < 0) {
                return 0;
            }
            flows.put(field, runningValue);
            return runningValue >= booked ? runningValue - booked : runningValue;
        }
        if (report.hasAny(delta) && deltaValue > 0) {
            flows.put(field, booked + deltaValue);
            return deltaValue;
        }
        return 0;
    }

    /// Fills the record with the flow in hand, as its source sees it.
    private void fill() {
        flow.clear();
        flow.isFlow = true;
        flow.flowPrefix = flows.get(Flows.PREFIX);
        flow.flowNumber = (int) flows.number(Flows.NUMBER);
        flow.flowStart = flows.get(Flows.START);
        flow.resumed = flows.is(Flows.RESUMED);
        flow.sourceHi = flows.get(Flows.SOURCE_HI);
        flow.sourceLo = flows.get(Flows.SOURCE_LO);
        flow.destinationHi = flows.get(Flows.DESTINATION_HI);
        flow.destinationLo = flows.get(Flows.DESTINATION_LO);
        int ports = (int) flows.number(Flows.PORTS);
        flow.sourcePort = ports >>> 16;
        flow.destinationPort = ports & 0xffff;
        flow.protocol = flows.octet(Flows.PROTOCOL);
        flow.tos = flows.octet(Flows.TOS);
        flow.vlan = flows.small(Flows.VLAN);
        flow.inputInterface = (int) flows.number(Flows.INPUT);
        flow.outputInterface = (int) flows.number(Flows.OUTPUT);
        flow.sourceAs = flows.number(Flows.SOURCE_AS);
        flow.destinationAs = flows.number(Flows.DESTINATION_AS);
        flow.nextHopHi = flows.get(Flows.NEXT_HOP_HI);
        flow.nextHopLo = flows.get(Flows.NEXT_HOP_LO);
        flow.opener = FlowRecord.OPENER_SOURCE;
    }
}
