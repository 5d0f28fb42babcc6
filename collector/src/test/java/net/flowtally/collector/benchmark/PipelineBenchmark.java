package net.flowtally.collector.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import net.flowtally.collector.benchmark.Traffic.Protocol;
import net.flowtally.collector.decode.Decoders;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowIntake;
import net.flowtally.collector.flow.FlowTable;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.calls.SliceBatch;
import net.flowtally.ledger.exporter.CollectorSettings;

/// How many flow records a second one core decodes and takes into the flow table, slices into
/// batches included, in processor time of that one thread: clear of a border of quarter hours, and
/// from 2.5 to 7.5 seconds behind one, where five of six records reach back over it. Run by hand,
/// or by `benchmarks/run`: `PipelineBenchmark [calls [records [protocol]]]`; prints a line
/// `protocol where records/s active-calls octets-a-call slices allocated-octets-a-record` for each.
final class PipelineBenchmark {
    private static final int DATAGRAMS = 30_000;
    private static final long BORDER_MICROS = 1_772_359_200_000_000L;
    private static final long CLEAR_MICROS = BORDER_MICROS + 300_000_000L;

    /// Records in a second of journal time.
    private static final long RATE = 4_000_000;

    private static final ThreadMXBean THREADS =
            ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private final SliceBatch batch = new SliceBatch();
    private long slices;

    public static void main(String[] arguments) {
        int calls = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        long records = arguments.length > 1 ? Long.parseLong(arguments[1]) : 40_000_000;
        String only = arguments.length > 2 ? arguments[2] : "";
        long untimed = records / 2 * 1_000_000 / RATE;
        for (Protocol protocol : Protocol.values()) {
            if (only.isEmpty() || only.equals(protocol.name())) {
                run(protocol, "clear", CLEAR_MICROS, calls, records);
                run(protocol, "border", BORDER_MICROS + 2_500_000 - untimed, calls, records);
            }
        }
    }

    private static void run(Protocol protocol, String where, long start, int calls, long records) {
        new PipelineBenchmark().measure(protocol, where, start, calls, records);
    }

    private void measure(Protocol protocol, String where, long start, int calls, long records) {
        Decoders decoders = new Decoders();
        Datagram datagram = new Datagram();
        datagram.sourceLo = Traffic.exporter().lo();
        datagram.sourcePort = 50_000;
        try (Arena arena = Arena.ofConfined();
                FlowTable table = new FlowTable("benchmark", this::take)) {
            FlowIntake intake = new FlowIntake(CollectorSettings.defaults(), table);
            Traffic traffic = new Traffic(protocol, calls, DATAGRAMS, arena);
            long each = traffic.records() * 1_000_000_000L / RATE / DATAGRAMS;
            long micros = start;
            long nanos = 0;
            long allocated = 0;
            long timed = 0;
            ExporterTally tally = new ExporterTally(datagram.sourceHi, datagram.sourceLo, "");
            // the first half opens the calls and warms the compiler up
            for (long done = 0; done < records; done += traffic.records()) {
                traffic.make(micros, each);
                long allocatedBefore = allocatedOctets();
                long began = processorTime();
                for (int i = 0; i < DATAGRAMS; i++) {
                    traffic.wrap(i, datagram);
                    table.advance(datagram.receivedAt);
                    tally = decoders.tally(datagram);
                    intake.begin(datagram, tally);
                    decoders.decode(datagram, tally, intake);
                }
                if (done >= records / 2) {
                    nanos += processorTime() - began;
                    allocated += allocatedOctets() - allocatedBefore;
                    timed += traffic.records();
                }
                micros += DATAGRAMS * each / 1000;
            }
            if (tally.bytes != traffic.bytes()) {
                throw new AssertionError(tally.bytes + " bytes counted of " + traffic.bytes());
            }
            print(
                    "%s %s %d %d %d %d %.3f",
                    protocol,
                    where,
                    timed * 1_000_000_000L / nanos,
                    table.activeCalls(),
                    table.octetsAllocated() / table.activeCalls(),
                    slices,
                    (double) allocated / timed);
        }
    }

    private void take(Slice slice) {
        slices++;
        batch.accept(slice);
        if (batch.isFull()) {
            batch.clear();
        }
    }

    private static long processorTime() {
        return THREADS.getCurrentThreadCpuTime();
    }

    private static long allocatedOctets() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    @SuppressWarnings("SystemOut") // a program run by hand
    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
