package net.flowtally.collector.lfap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import net.flowtally.collector.exporter.ExporterTally;

/// An agent (the CCE that reports, which a proxy may speak for) and what is counted of its flows
/// beside its tallies. Owned by the stream's thread.
final class Agent {
    static final String PROTOCOL_1 = "LFAP v1";
    static final String PROTOCOL_5 = "LFAP v5";

    final int number;
    final long addressHi;
    final long addressLo;

    /// Grows when the agent starts anew.
    int epoch;

    int highestTicks;
    boolean hasTicks;

    long admissions;
    long updates;
    long activeFlows;
    long peakFlows;
    long resumedFlows;
    long unknownFlows;
    long unknownBytes;
    long ambiguousAdmissions;
    long forgottenFlows;
    long restarts;

    private ExporterTally[] tallies = {};

    Agent(int number, long addressHi, long addressLo) {
        this.number = number;
        this.addressHi = addressHi;
        this.addressLo = addressLo;
    }

    ExporterTally tally(Tallies all, int version) {
        for (ExporterTally tally : tallies) {
            if (tally.protocol.equals(version == Lfap.VERSION_1 ? PROTOCOL_1 : PROTOCOL_5)) {
                return tally;
            }
        }
        ExporterTally found =
                all.of(addressHi, addressLo, version == Lfap.VERSION_1 ? PROTOCOL_1 : PROTOCOL_5);
        ExporterTally[] more = java.util.Arrays.copyOf(tallies, tallies.length + 1);
        more[tallies.length] = found;
        tallies = more;
        return found;
    }

    void sees(int ticks) {
        if (!hasTicks) {
            hasTicks = true;
            highestTicks = ticks;
        } else if (ticks - highestTicks < -Peer.RESTART_TICKS) {
            epoch = epoch + 1 & 0xff;
            restarts++;
            highestTicks = ticks;
        } else if (ticks - highestTicks > 0) {
            highestTicks = ticks;
        }
    }

    void opened() {
        activeFlows++;
        peakFlows = Math.max(peakFlows, activeFlows);
    }

    private long[] values() {
        return new long[] {
            admissions,
            updates,
            activeFlows,
            peakFlows,
            resumedFlows,
            unknownFlows,
            unknownBytes,
            ambiguousAdmissions,
            forgottenFlows,
            restarts
        };
    }

    void visit(FigureVisitor visitor) {
        String[] names = {
            "admissions",
            "updates",
            "activeFlows",
            "peakFlows",
            "resumedFlows",
            "unknownFlows",
            "unknownFlowsBytes",
            "ambiguousAdmissions",
            "forgottenFlows",
            "agentRestarts"
        };
        long[] values = values();
        for (int i = 0; i < values.length; i++) {
            visitor.figure(addressHi, addressLo, names[i], values[i]);
        }
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(addressHi);
        out.writeLong(addressLo);
        out.writeInt(epoch);
        out.writeInt(highestTicks);
        out.writeBoolean(hasTicks);
        for (long value : values()) {
            out.writeLong(value);
        }
    }

    static Agent load(int number, DataInput in) throws IOException {
        Agent agent = new Agent(number, in.readLong(), in.readLong());
        agent.epoch = in.readInt();
        agent.highestTicks = in.readInt();
        agent.hasTicks = in.readBoolean();
        agent.admissions = in.readLong();
        agent.updates = in.readLong();
        agent.activeFlows = in.readLong();
        agent.peakFlows = in.readLong();
        agent.resumedFlows = in.readLong();
        agent.unknownFlows = in.readLong();
        agent.unknownBytes = in.readLong();
        agent.ambiguousAdmissions = in.readLong();
        agent.forgottenFlows = in.readLong();
        agent.restarts = in.readLong();
        return agent;
    }
}
