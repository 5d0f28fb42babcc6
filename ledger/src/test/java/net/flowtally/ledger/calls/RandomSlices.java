package net.flowtally.ledger.calls;

import java.util.random.RandomGenerator;
import net.flowtally.ledger.address.Address;

/// Makes slices for tests, with every field set.
final class RandomSlices {
    static final long MARCH = 1_772_323_200_000_000L; // 2026-03-01T00:00:00Z

    private final RandomGenerator random;

    RandomSlices(RandomGenerator random) {
        this.random = random;
    }

    void fill(Slice slice) {
        slice.quarter = MARCH + random.nextInt(8) * QuarterHour.MICROS;
        slice.callHi = random.nextLong();
        slice.callLo = random.nextLong();
        slice.start = slice.quarter + random.nextLong(QuarterHour.MICROS / 2);
        slice.end = slice.start + random.nextLong(QuarterHour.MICROS / 2);
        slice.callStart = slice.start - (random.nextBoolean() ? 0 : 5 * QuarterHour.MICROS);
        slice.ownedAt = Math.max(slice.callStart, slice.quarter);
        slice.exporterHi = 0;
        slice.exporterLo = Address.mapV4(0x0a000001 + random.nextInt(3));
        slice.inputInterface = random.nextInt(8);
        slice.outputInterface = random.nextInt();
        slice.direction = (byte) (random.nextInt(3) - 1);
        boolean v6 = random.nextInt(4) == 0;
        slice.sourceHi = v6 ? random.nextLong() : 0;
        slice.sourceLo = v6 ? random.nextLong() : Address.mapV4(random.nextInt());
        slice.destinationHi = v6 ? 0x2001_0db8_0000_0000L : 0;
        slice.destinationLo = v6 ? random.nextLong() : Address.mapV4(random.nextInt(50));
        slice.sourcePort = random.nextInt(65536);
        slice.destinationPort = random.nextInt(3) == 0 ? 443 : random.nextInt(65536);
        slice.protocol = random.nextBoolean() ? 6 : 17;
        slice.callerIsSource = random.nextBoolean();
        slice.tcpFlags = random.nextInt(256);
        slice.tos = random.nextInt(256);
        slice.vlan = random.nextInt(4096);
        slice.sourceAs = random.nextLong(1L << 32);
        slice.destinationAs = random.nextLong(1L << 32);
        slice.nextHopHi = random.nextInt(2);
        slice.nextHopLo = random.nextLong();
        slice.rawBytes = random.nextLong(1_000_000_000_000L);
        slice.rawPackets = random.nextLong(1_000_000_000L);
        slice.bytes = slice.rawBytes * 10;
        slice.packets = slice.rawPackets * 10;
        slice.records = random.nextInt(5);
        slice.rateNumerator = 10;
        slice.rateDenominator = 1;
        slice.rateSource = (byte) random.nextInt(5);
        slice.held = random.nextInt(20) == 0 ? Slice.HELD_FUTURE : Slice.NOT_HELD;
        slice.flags = random.nextInt(64);
        slice.firstPosition = random.nextLong(1L << 60);
        slice.lastPosition = slice.firstPosition + random.nextInt(1000);
    }
}
