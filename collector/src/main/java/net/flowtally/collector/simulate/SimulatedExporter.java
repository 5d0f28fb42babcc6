package net.flowtally.collector.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import net.flowtally.ledger.address.Address;

/// An exporter's cache: flows wait for the time at which they are due, and leave in datagrams that
/// are full or ten seconds old. One thread.
final class SimulatedExporter {
    private static final long PATIENCE_MILLIS = 10_000;

    private record Due(long millis, long order, SimulatedFlow flow) {}

    private final Address address;
    private final int port;
    private final FlowEncoding encoding;
    private final int loseEvery;
    private final PriorityQueue<Due> cache =
            new PriorityQueue<>(
                    Comparator.comparingLong(Due::millis).thenComparingLong(Due::order));
    private final List<SimulatedFlow> open = new ArrayList<>();
    private long openSince;
    private long order;
    private long made;
    private Truth truth;

    /// An exporter of which every `loseEvery`th datagram gets lost on its way (0: none).
    SimulatedExporter(Address address, int port, FlowEncoding encoding, int loseEvery) {
        this.address = address;
        this.port = port;
        this.encoding = encoding;
        this.loseEvery = loseEvery;
        this.truth = Truth.none(address);
    }

    void export(long dueMillis, SimulatedFlow flow) {
        if (encoding.carries(flow)) {
            cache.add(new Due(dueMillis, order++, flow));
        }
    }

    /// Hands over the datagrams that leave before `untilMillis`.
    void drain(long untilMillis, Consumer<SimulatedDatagram> wire) {
        for (Due due = cache.peek();
                due != null && due.millis() < untilMillis;
                due = cache.peek()) {
            cache.remove();
            if (!open.isEmpty() && due.millis() - openSince >= PATIENCE_MILLIS) {
                send(openSince + PATIENCE_MILLIS, wire);
            }
            if (open.isEmpty()) {
                openSince = due.millis();
            }
            open.add(due.flow());
            if (open.size() == encoding.capacity()) {
                send(due.millis(), wire);
            }
        }
        if (!open.isEmpty() && openSince + PATIENCE_MILLIS < untilMillis) {
            send(openSince + PATIENCE_MILLIS, wire);
        }
    }

    Truth truth() {
        return truth;
    }

    private void send(long millis, Consumer<SimulatedDatagram> wire) {
        byte[] payload = encoding.datagram(open, millis);
        made++;
        if (loseEvery == 0 || made % loseEvery != 0) {
            truth = truth.plus(open);
            wire.accept(new SimulatedDatagram(millis * 1000, address, port, payload));
        }
        open.clear();
    }
}
