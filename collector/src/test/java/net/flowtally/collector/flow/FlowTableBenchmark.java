package net.flowtally.collector.flow;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.ClockPolicy;
import net.flowtally.ledger.exporter.CollectorSettings;

/// How fast the flow table takes updates on one core, in processor time, and what a call costs it
/// in memory. Run by hand: `FlowTableBenchmark [calls [seconds]]`.
final class FlowTableBenchmark {
    private static final int PER_DATAGRAM = 30;
    private static final int PER_SECOND = 2_000_000;

    private final int calls;
    private final double seconds;
    private final int directions;
    private final Datagram datagram = new Datagram();
    private final FlowRecord flow = new FlowRecord();
    private final ExporterTally tally = FlowFixture.tallyOf(Address.parse("192.0.2.1"));
    private final Random random = new Random(1);
    private long slices;
    private long now = FlowFixture.TEN + FlowFixture.MINUTE;
    private long updates;

    private FlowTableBenchmark(int calls, double seconds, int directions) {
        this.calls = calls;
        this.seconds = seconds;
        this.directions = directions;
    }

    public static void main(String[] arguments) throws IOException {
        int calls = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 5;
        new FlowTableBenchmark(calls, seconds, 1).run();
        new FlowTableBenchmark(calls, seconds, 2).run();
    }

    private void run() throws IOException {
        CollectorSettings settings =
                new CollectorSettings(List.of(), List.of(), 120, 30, ClockPolicy.CORRECT, 300);
        try (FlowTable table = new FlowTable("benchmark", slice -> slices++)) {
            FlowIntake intake = new FlowIntake(settings, table);
            print("%n%,d calls, %d direction(s)", calls, directions);
            long began = processorTime();
            for (int direction = 0; direction < directions; direction++) {
                for (int call = 0; call < calls; call++) {
                    update(intake, call, direction);
                }
            }
            report("open", began, updates);
            print(
                    "  %.1f octets a call, %,d active, %,d MB",
                    (double) table.octetsAllocated() / table.activeCalls(),
                    table.activeCalls(),
                    table.octetsAllocated() / 1_000_000);
            for (int round = 0; round < 3; round++) {
                updates = 0;
                slices = 0;
                long journal = now;
                began = processorTime();
                long end = began + (long) (seconds * 1e9);
                while (processorTime() < end) {
                    for (int i = 0; i < 10_000; i++) {
                        update(intake, random.nextInt(calls), random.nextInt(directions));
                    }
                }
                report("update", began, updates);
                print(
                        "  %,d slices in %.0f s of journal time, %,d active",
                        slices, (now - journal) / 1e6, table.activeCalls());
            }
            began = processorTime();
            table.drain(false);
            print("  drain: %.3f s", (processorTime() - began) / 1e9);
            began = processorTime();
            for (int i = 0; i < 10; i++) {
                table.drain(false);
            }
            print("  visit of all calls, clean: %.3f s", (processorTime() - began) / 1e10);
            checkpoint(table);
        }
    }

    private void update(FlowIntake intake, int call, int direction) {
        if (updates++ % PER_DATAGRAM == 0) {
            now += PER_DATAGRAM * 1_000_000L / PER_SECOND;
            datagram.receivedAt = now;
            datagram.exportedAt = now;
            datagram.position += 1500;
            intake.begin(datagram, tally);
        }
        flow.clear();
        int mixed = call * 0x9e3779b1;
        long inside = Address.mapV4(0x0a00_0000 | (mixed >>> 16));
        long outside = Address.mapV4(0x5000_0000 | (mixed & 0xffff_ff));
        boolean there = direction == 0;
        flow.sourceLo = there ? inside : outside;
        flow.destinationLo = there ? outside : inside;
        flow.sourcePort = there ? 1024 + (call & 0x7fff) : 443;
        flow.destinationPort = there ? 443 : 1024 + (call & 0x7fff);
        flow.protocol = 6;
        flow.tcpFlags = 24;
        flow.inputInterface = there ? 1 : 2;
        flow.outputInterface = there ? 2 : 1;
        flow.bytes = 1500;
        flow.packets = 3;
        flow.hasCounters = true;
        flow.start = now - 1_000_000;
        flow.end = now;
        intake.accept(flow);
    }

    private void checkpoint(FlowTable table) throws IOException {
        Path file = Files.createTempFile("flow-table", ".checkpoint");
        try {
            long began = processorTime();
            try (DataOutputStream out =
                    new DataOutputStream(
                            new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
                table.save(out);
            }
            long saved = processorTime();
            try (DataInputStream in =
                            new DataInputStream(
                                    new BufferedInputStream(Files.newInputStream(file), 1 << 16));
                    FlowTable loaded = new FlowTable("benchmark", slice -> slices++)) {
                loaded.load(in, List.of(tally));
                print(
                        "  save: %.3f s, %,d MB; load: %.3f s, %,d active",
                        (saved - began) / 1e9,
                        Files.size(file) / 1_000_000,
                        (processorTime() - saved) / 1e9,
                        loaded.activeCalls());
            }
        } finally {
            Files.delete(file);
        }
    }

    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void report(String what, long began, long count) {
        double nanos = processorTime() - began;
        print("  %s: %.2f M/s, %.0f ns each", what, count * 1e3 / nanos, nanos / count);
    }

    @SuppressWarnings("SystemOut") // a program run by hand
    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
