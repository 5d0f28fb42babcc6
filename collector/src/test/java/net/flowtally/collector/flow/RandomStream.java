package net.flowtally.collector.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.Slice;

/// Random datagrams of a few exporters about a few endpoints, the same for the same seed.
final class RandomStream {
    record Received(int exporter, long at, long position, List<FlowRecord> flows) {}

    final List<Received> datagrams = new ArrayList<>();
    final int exporters;

    private final Random random;

    /// @param most how far apart datagrams are received, microseconds
    RandomStream(long seed, int count, int exporters, int endpoints, long most) {
        random = new Random(seed);
        this.exporters = exporters;
        long now = FlowFixture.TEN + random.nextLong(FlowFixture.DAY);
        long position = 0;
        for (int i = 0; i < count; i++) {
            now += random.nextLong(most);
            position += 1 + random.nextInt(1500);
            List<FlowRecord> flows = new ArrayList<>();
            for (int n = random.nextInt(40); n >= 0; n--) {
                flows.add(flow(now, endpoints));
            }
            datagrams.add(new Received(random.nextInt(exporters), now, position, flows));
        }
    }

    List<ExporterTally> tallies() {
        List<ExporterTally> tallies = new ArrayList<>();
        for (int i = 0; i < exporters; i++) {
            tallies.add(FlowFixture.tallyOf(Address.parse("192.0.2." + (i + 1))));
        }
        return tallies;
    }

    /// Feeds some of the datagrams.
    void feed(int from, int to, FlowIntake intake, List<ExporterTally> tallies) {
        Datagram datagram = new Datagram();
        for (Received received : datagrams.subList(from, to)) {
            datagram.receivedAt = received.at;
            datagram.exportedAt = received.at;
            datagram.position = received.position;
            intake.begin(datagram, tallies.get(received.exporter));
            received.flows.forEach(intake::accept);
        }
    }

    private FlowRecord flow(long now, int endpoints) {
        long end = now - random.nextLong(FlowFixture.MINUTE);
        long start =
                switch (random.nextInt(6)) {
                    case 0 -> end;
                    case 1 -> end - random.nextLong(20 * FlowFixture.HOUR);
                    case 2 -> end / (15 * FlowFixture.MINUTE) * (15 * FlowFixture.MINUTE);
                    default -> end - random.nextLong(10 * FlowFixture.MINUTE);
                };
        FlowRecord flow = FlowFixture.flow(start, end);
        flow.sourceLo = Address.mapV4(0x0a00_0000 + random.nextInt(endpoints));
        flow.destinationLo = Address.mapV4(0x0a00_0000 + random.nextInt(endpoints));
        flow.sourcePort = 1020 + random.nextInt(8);
        flow.destinationPort = 1020 + random.nextInt(8);
        if (random.nextInt(10) == 0) {
            flow.sourceHi = -1;
            flow.destinationHi = random.nextLong();
        }
        flow.protocol = new int[] {1, 6, 6, 17, 58, 255}[random.nextInt(6)];
        flow.tcpFlags = random.nextInt(20) == 0 ? random.nextInt(64) : 16;
        flow.tos = random.nextInt(4) == 0 ? 184 : 0;
        flow.inputInterface = random.nextInt(3);
        flow.outputInterface = random.nextInt(3);
        flow.direction = (byte) (random.nextInt(3) - 1);
        flow.bytes = random.nextInt(50) == 0 ? random.nextLong(1L << 50) : random.nextInt(100_000);
        flow.packets = random.nextInt(50) == 0 ? random.nextLong(1L << 34) : random.nextInt(100);
        if (random.nextInt(3) == 0) {
            flow.rateNumerator = 1 + random.nextLong(40);
            flow.rateDenominator = 1 + random.nextLong(flow.rateNumerator);
            flow.rateSource = Slice.RATE_OPTIONS;
        }
        flow.samplesAtUnknownRate = random.nextInt(20) == 0;
        return flow;
    }
}
