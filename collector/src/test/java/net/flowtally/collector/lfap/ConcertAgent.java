package net.flowtally.collector.lfap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.flowtally.collector.wire.Octets;
import net.flowtally.ledger.address.Address;

/// An agent in simulated time whose servers die, before or after they have journalled a message. It
/// goes on at another one, or at the same, and says again there what was not acknowledged (version
/// 1). What it has counted is the truth.
final class ConcertAgent {
    static final long PREFIX = 0x0102_0304_0000_0007L;
    private static final long TICK = 10_000;

    private final SplittableRandom random;
    private final List<ConcertServer> servers;
    private final int version;
    private final boolean deltas;
    private final Map<Integer, byte[]> waiting = new LinkedHashMap<>();
    private final List<long[]> counted = new ArrayList<>();
    private final List<long[]> reported = new ArrayList<>();
    private final List<Long> begun = new ArrayList<>();
    private int server;
    private int nextId = 1;
    long now;
    int lost;
    double risk;

    /// Servers journal what it says, and no answer comes.
    boolean isUnheard;

    ConcertAgent(
            SplittableRandom random,
            List<ConcertServer> servers,
            int version,
            boolean deltas,
            long now) {
        this.random = random;
        this.servers = servers;
        this.version = version;
        this.deltas = deltas;
        this.now = now;
        servers.getFirst().connect(now);
        if (random.nextBoolean()) {
            servers.getFirst().handed(now, PREFIX);
        }
    }

    static Address source(int flow) {
        return Address.v4(0x0a00_0001 + flow);
    }

    int flows() {
        return counted.size();
    }

    /// Bytes there and back, packets there and back.
    long[] counted(int flow) {
        return counted.get(flow);
    }

    private boolean isV1() {
        return version == Lfap.VERSION_1;
    }

    private int id() {
        nextId = nextId % 60_000 + 1;
        return nextId;
    }

    private long ticks() {
        return now / TICK & 0xffff_ffffL;
    }

    void admit() {
        counted.add(new long[4]);
        reported.add(new long[4]);
        begun.add(ticks());
        double before = risk;
        risk = isV1() ? risk : 0;
        deliver(admission(counted.size() - 1));
        risk = before;
    }

    private byte[] admission(int flow) {
        int far = isV1() ? Lfap.V1.FAR : Lfap.V5.FAR;
        return new LfapWriter(version, far, isV1() ? 0 : 1, id())
                .address(isV1() ? Lfap.V1.SOURCE : Lfap.V5.SOURCE, source(flow))
                .address(
                        isV1() ? Lfap.V1.DESTINATION : Lfap.V5.DESTINATION, Address.v4(0xc633_6401))
                .flowId(PREFIX, flow + 1)
                .number(isV1() ? Lfap.V1.TIME : Lfap.V5.TIME, begun.get(flow))
                .octets();
    }

    void carry(int flow) {
        for (int i = 0; i < 4; i++) {
            counted.get(flow)[i] += random.nextInt(4) == 0 ? 0 : random.nextInt(1, 100_000);
        }
    }

    void report(List<Integer> flows) {
        int bytes =
                isV1()
                        ? deltas ? Lfap.V1.BYTES_DELTA : Lfap.V1.BYTES_RUNNING
                        : deltas ? Lfap.V5.BYTES_DELTA : Lfap.V5.BYTES_RUNNING;
        LfapWriter update =
                new LfapWriter(version, isV1() ? Lfap.V1.FUN : Lfap.V5.FUN, isV1() ? 0 : 1, id())
                        .multiple();
        update.number(isV1() ? Lfap.V1.TIME : Lfap.V5.TIME, ticks()).format();
        update.flowIdHeader(true).header(bytes, 16).header(bytes + 2, 16).records();
        for (int flow : flows) {
            update.flowIdValue(PREFIX, flow + 1);
            for (int i = 0; i < 4; i++) {
                long base = deltas ? reported.get(flow)[i] : 0;
                update.u64(counted.get(flow)[i] - base);
            }
            reported.set(flow, counted.get(flow).clone());
        }
        deliver(update.endMultiple().octets());
    }

    private void deliver(byte[] message) {
        if (isV1()) {
            waiting.put(Octets.u16(message, 4), message);
        }
        if (!isTaken(message)) {
            failOver();
        }
    }

    /// Hands a message to the server, which may die over it.
    private boolean isTaken(byte[] message) {
        ConcertServer now = servers.get(server);
        if (random.nextDouble() < risk) {
            lost++;
            if (random.nextBoolean()) {
                now.take(message, this.now);
            }
            return false;
        }
        for (byte[] answer : now.take(message, this.now)) {
            if (!isUnheard && !isHeard(answer)) {
                return false;
            }
        }
        return true;
    }

    private boolean isHeard(byte[] answer) {
        if (isV1() && (answer[1] == Lfap.V1.FCR || answer[1] == Lfap.V1.AR)) {
            return true;
        }
        int id = Octets.u16(answer, 4);
        List<Integer> unknown = unknown(answer);
        if (unknown.isEmpty()) {
            waiting.remove(id);
            return true;
        }
        for (int flow : unknown) {
            if (!isTaken(admission(flow))) {
                return false;
            }
        }
        return isTaken(waiting.getOrDefault(id, new byte[0]));
    }

    private static List<Integer> unknown(byte[] answer) {
        List<Integer> flows = new ArrayList<>();
        Elements elements = new Elements().of(answer);
        while (elements.next()) {
            int at = elements.value();
            if (elements.type() == Lfap.V1.FLOW_ID) {
                flows.add(Octets.i32(answer, at + 8) - 1);
            } else if (elements.type() == Lfap.V1.MULTIPLE) {
                int from = at + 4 + Octets.u16(answer, at) + Octets.u16(answer, at + 2);
                for (; from + 12 <= at + elements.length(); from += 12) {
                    flows.add(Octets.i32(answer, from + 8) - 1);
                }
            }
        }
        return flows;
    }

    private boolean saysAgain() {
        for (byte[] message : List.copyOf(waiting.values())) {
            if (waiting.containsKey(Octets.u16(message, 4)) && !isTaken(message)) {
                return false;
            }
        }
        return true;
    }

    /// Goes to the next server and says again what was not acknowledged.
    void loseServer() {
        servers.get(server).restart();
        server = (server + 1) % servers.size();
        servers.get(server).connect(now);
        if (!saysAgain()) {
            throw new IllegalStateException("nothing puts it at risk");
        }
    }

    private void failOver() {
        do {
            if (random.nextBoolean()) {
                servers.get(server).restart();
            } else {
                servers.get(server).disconnect();
            }
            now += random.nextInt(30) * 1_000_000L;
            server = random.nextInt(4) == 0 ? server : (server + 1) % servers.size();
            servers.get(server).connect(now);
        } while (!saysAgain());
    }
}
