package net.flowtally.collector.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import net.flowtally.collector.benchmark.Traffic.Protocol;
import net.flowtally.collector.decode.Decoders;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowIntake;
import net.flowtally.collector.flow.FlowTable;
import net.flowtally.ledger.calls.SliceBatch;
import net.flowtally.ledger.exporter.CollectorSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AllocationTest {
    private static final int DATAGRAMS = 500;
    private static final int CALLS = 5_000;
    private static final long BORDER_MICROS = 1_772_359_200_000_000L;
    private static final ThreadMXBean THREADS =
            ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private final SliceBatch batch = new SliceBatch();

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aRecordOfACallInProgressAllocatesNothing(Protocol protocol) {
        try (Arena arena = Arena.ofConfined();
                FlowTable table = new FlowTable("allocation", batch)) {
            Traffic traffic = new Traffic(protocol, CALLS, DATAGRAMS, arena);
            FlowIntake intake = new FlowIntake(CollectorSettings.defaults(), table);
            Decoders decoders = new Decoders();
            Datagram datagram = new Datagram();
            datagram.sourceLo = Traffic.exporter().lo();
            long least = Long.MAX_VALUE;
            // across the border too; what the compiler still allocates goes with the rounds
            for (int round = 0; round < 40; round++) {
                traffic.make(BORDER_MICROS + (round - 8) * 1_000_000L, 1_000_000);
                long before = THREADS.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < DATAGRAMS; i++) {
                    traffic.wrap(i, datagram);
                    intake.begin(datagram, decoders.tally(datagram));
                    decoders.decode(datagram, decoders.tally(datagram), intake);
                }
                long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
                least = round < 10 ? least : Math.min(least, allocated);
                batch.clear();
            }

            assertThat(least).isLessThan(traffic.records() / 10);
        }
    }
}
