package net.flowtally.collector.simulate;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.SocketFactory;
import net.flowtally.collector.lfap.Elements;
import net.flowtally.collector.lfap.Lfap;
import net.flowtally.collector.lfap.LfapWriter;
import net.flowtally.collector.wire.Octets;
import net.flowtally.ledger.address.Address;

/// A simulated LFAP agent (CCE) of either version: it admits flows, reports them in batches, knows
/// what was acknowledged, and goes on at the next server with what was not when one is lost. What
/// it has counted of each flow is the truth that a collector must arrive at. One thread.
///
/// Version 1 says again what was not acknowledged, and admits flows again that a server does not
/// know. Version 5 has no acknowledgement: it reports running counters, so that the next report
/// tells what was lost with the one before.
public final class LfapAgent implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final long TICK_NANOS = 10_000_000;
    private static final int MOST_UNACKNOWLEDGED = 64;

    private final LfapAgentOptions options;
    private final List<InetSocketAddress> servers;
    private final SocketFactory sockets;
    private final long startedAt = System.nanoTime();
    private final Map<Long, SimulatedLfapFlow> flows = new LinkedHashMap<>();

    /// Version 1: what was sent and not yet acknowledged, by message id.
    private final Map<Integer, Sent> waiting = new LinkedHashMap<>();

    private final ArrayDeque<Sent> again = new ArrayDeque<>();
    private final Map<String, Long> heard = new HashMap<>();
    private Socket socket = new Socket();
    private int server = -1;
    private int nextId = 1;
    private long prefix;
    private long nextNumber = 1;
    private long nextSent;
    private long acknowledged;
    private long failovers;

    /// A message that waits for its acknowledgement.
    ///
    /// @param number orders messages as they were first said
    private record Sent(byte[] message, long number) {}

    /// @param servers in the order in which they are tried
    public LfapAgent(LfapAgentOptions options, List<InetSocketAddress> servers) {
        this(options, servers, SocketFactory.getDefault());
    }

    /// @param sockets makes its connections: with TLS, say
    public LfapAgent(
            LfapAgentOptions options, List<InetSocketAddress> servers, SocketFactory sockets) {
        this.options = options;
        this.servers = List.copyOf(servers);
        this.sockets = sockets;
    }

    /// Connects to the first server that takes it, the next one after that of before, and fetches a
    /// prefix if there is none.
    ///
    /// @throws IOException if no server takes it
    public void connect() throws IOException {
        IOException last = new IOException("There is no server to connect to.");
        for (int i = 0; i < servers.size(); i++) {
            server = (server + 1) % servers.size();
            try {
                open(servers.get(server));
                return;
            } catch (IOException e) {
                last = e;
                socket.close();
            }
        }
        throw last;
    }

    private void open(InetSocketAddress address) throws IOException {
        socket = sockets.createSocket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(address, TIMEOUT_MILLIS);
        if (options.version() == Lfap.VERSION_5) {
            greet();
        }
        if (prefix == 0) {
            askPrefix();
        }
    }

    /// Negotiates the version, connects, and answers until the server is ready.
    private void greet() throws IOException {
        if (options.asksForVersion() != Lfap.VERSION_5) {
            sendEmpty(options.asksForVersion(), Lfap.V5.VR);
            await(Lfap.V5.VRA);
        }
        sendEmpty(Lfap.VERSION_5, Lfap.V5.VR);
        await(Lfap.V5.VRA);
        LfapWriter request = message(Lfap.V5.CR).multiple().format().header(Lfap.V5.SERVER, 8);
        request.records();
        for (InetSocketAddress each : servers) {
            byte[] octets = each.getAddress().getAddress();
            request.u16(1).u16(4).u32(Octets.u32(octets, 0));
        }
        send(request.endMultiple().octets());
        await(Lfap.V5.CAN);
        await(Lfap.V5.FER);
    }

    private void askPrefix() throws IOException {
        boolean isV1 = options.version() == Lfap.VERSION_1;
        send(
                message(isV1 ? Lfap.V1.AR : Lfap.V5.AR)
                        .number(
                                isV1 ? Lfap.V1.COMMAND : Lfap.V5.COMMAND,
                                isV1 ? Lfap.V1.RETURN_FLOW_PREFIX : Lfap.V5.RETURN_FLOW_PREFIX)
                        .octets());
        while (prefix == 0) {
            byte[] answer = await(isV1 ? Lfap.V1.ARA : Lfap.V5.ARA);
            Elements elements = new Elements().of(answer);
            while (elements.next()) {
                if (elements.type() == (isV1 ? Lfap.V1.PREFIX : Lfap.V5.PREFIX)) {
                    prefix = Octets.u64(answer, elements.value());
                }
            }
        }
    }

    private LfapWriter message(int opcode) {
        return new LfapWriter(
                options.version(), opcode, options.version() == Lfap.VERSION_1 ? 0 : 1, id());
    }

    private int id() {
        nextId = nextId >= 0xfff0 ? 1 : nextId + 1;
        return nextId;
    }

    private void sendEmpty(int version, int opcode) throws IOException {
        send(LfapWriter.empty(version, opcode, 1, id()));
    }

    private void send(byte[] message) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(message);
        out.flush();
    }

    /// Sends octets as they are: what an agent must not do.
    public void sendRaw(byte[] octets) throws IOException {
        send(octets);
    }

    /// Reads messages, and answers what asks for an answer, until one has an opcode.
    private byte[] await(int opcode) throws IOException {
        while (true) {
            byte[] message = read();
            take(message);
            if (message[1] == opcode) {
                return message;
            }
        }
    }

    private byte[] read() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] header = new byte[Lfap.HEADER];
        in.readFully(header);
        byte[] message = Arrays.copyOf(header, Lfap.HEADER + Octets.u16(header, 6));
        in.readFully(message, Lfap.HEADER, message.length - Lfap.HEADER);
        return message;
    }

    /// Reads what has come, without waiting for more.
    private void takeAll() throws IOException {
        while (socket.getInputStream().available() >= Lfap.HEADER) {
            take(read());
        }
    }

    private void take(byte[] message) throws IOException {
        heard.merge(message[0] + "." + message[1], 1L, Long::sum);
        if (message[0] == Lfap.VERSION_1) {
            take1(message);
        } else {
            take5(message);
        }
    }

    private void take5(byte[] message) throws IOException {
        switch (message[1]) {
            case Lfap.V5.AR -> {
                Elements elements = new Elements().of(message);
                int command = 0;
                while (elements.next()) {
                    command = elements.type() == Lfap.V5.COMMAND ? elements.code() : command;
                }
                LfapWriter answer =
                        new LfapWriter(Lfap.VERSION_5, Lfap.V5.ARA, 1, Octets.u16(message, 4));
                if (command == Lfap.V5.RETURN_TIME) {
                    answer.number(Lfap.V5.TIME, ticks());
                }
                send(answer.octets());
            }
            case Lfap.V5.DR, Lfap.V5.CRN ->
                    throw new EOFException("The server asks to go elsewhere.");
            default -> {}
        }
    }

    /// An acknowledgement, or the request to stop a flow or tell about it.
    private void take1(byte[] message) throws IOException {
        int id = Octets.u16(message, 4);
        if (message[1] == Lfap.V1.FCR) {
            send(LfapWriter.empty(Lfap.VERSION_1, Lfap.V1.FCA, Lfap.V1.SUCCESS, id));
            return;
        }
        if (message[1] == Lfap.V1.AR) {
            send(LfapWriter.empty(Lfap.VERSION_1, Lfap.V1.ARA, Lfap.V1.SUCCESS, id));
            return;
        }
        Sent sent = waiting.remove(id);
        if (sent == null) {
            return;
        }
        if (message[3] == Lfap.V1.CORRUPTED) {
            again.add(sent);
            return;
        }
        List<Long> unknown = unknown(message);
        if (unknown.isEmpty()) {
            acknowledged++;
            return;
        }
        for (long number : unknown) {
            SimulatedLfapFlow flow = flows.get(number);
            if (flow != null) {
                again.add(new Sent(admission(flow), nextSent++));
            }
        }
        again.add(sent);
    }

    private void await(Sent sent) {
        waiting.put(Octets.u16(sent.message(), 4), sent);
    }

    private static List<Long> unknown(byte[] message) {
        List<Long> numbers = new ArrayList<>();
        Elements elements = new Elements().of(message);
        while (elements.next()) {
            int at = elements.value();
            if (elements.type() == Lfap.V1.FLOW_ID && message[1] == Lfap.V1.FUA) {
                numbers.add(Octets.u32(message, at + elements.length() - 4));
            } else if (elements.type() == Lfap.V1.MULTIPLE) {
                int from = at + 4 + Octets.u16(message, at) + Octets.u16(message, at + 2);
                for (; from + 12 <= at + elements.length(); from += 12) {
                    numbers.add(Octets.u32(message, from + 8));
                }
            }
        }
        return numbers;
    }

    /// Hundredths of a second since this agent started.
    public long ticks() {
        return (options.firstTicks() + (System.nanoTime() - startedAt) / TICK_NANOS) & 0xffff_ffffL;
    }

    /// Begins a flow and admits it.
    public SimulatedLfapFlow admit(
            Address source, Address destination, int sourcePort, int port, int protocol) {
        SimulatedLfapFlow flow =
                new SimulatedLfapFlow(
                        nextNumber++, source, destination, sourcePort, port, protocol, ticks());
        flows.put(flow.number(), flow);
        deliver(admission(flow));
        return flow;
    }

    private byte[] admission(SimulatedLfapFlow flow) {
        if (options.version() == Lfap.VERSION_1) {
            return message(Lfap.V1.FAR)
                    .address(Lfap.V1.SOURCE, flow.source())
                    .address(Lfap.V1.DESTINATION, flow.destination())
                    .flowId(prefix, flow.number())
                    .number(Lfap.V1.TIME, flow.startTicks())
                    .octets();
        }
        boolean hasPorts = flow.protocol() == 6 || flow.protocol() == 17;
        LfapWriter far =
                message(Lfap.V5.FAR)
                        .flowId(prefix, flow.number())
                        .number(Lfap.V5.TIME, flow.startTicks())
                        .address(Lfap.V5.SOURCE, flow.source())
                        .address(Lfap.V5.DESTINATION, flow.destination())
                        .protocol(!flow.source().isV4(), flow.protocol(), flow.port(), hasPorts)
                        .number(Lfap.V5.INGRESS, 1)
                        .number(Lfap.V5.EGRESS, 2);
        if (hasPorts) {
            far.number(
                    flow.protocol() == 6 ? Lfap.V5.TCP_PORT : Lfap.V5.UDP_PORT, flow.sourcePort());
        }
        if (options.unknownElements()) {
            far.value(0x7001, new byte[] {1, 2, 3, 4, 5});
        }
        return far.octets();
    }

    /// Reports what some flows have counted so far, one message for each batch.
    public void report(List<SimulatedLfapFlow> these) {
        for (int from = 0; from < these.size(); from += options.batch()) {
            deliver(update(these.subList(from, Math.min(these.size(), from + options.batch()))));
        }
    }

    private byte[] update(List<SimulatedLfapFlow> batch) {
        boolean isV1 = options.version() == Lfap.VERSION_1;
        boolean isDelta = options.deltas();
        LfapWriter update = message(isV1 ? Lfap.V1.FUN : Lfap.V5.FUN).multiple();
        update.number(isV1 ? Lfap.V1.TIME : Lfap.V5.TIME, ticks()).format();
        int bytes =
                isV1
                        ? isDelta ? Lfap.V1.BYTES_DELTA : Lfap.V1.BYTES_RUNNING
                        : isDelta ? Lfap.V5.BYTES_DELTA : Lfap.V5.BYTES_RUNNING;
        update.flowIdHeader(true)
                .header(isV1 ? Lfap.V1.STATE : Lfap.V5.STATE, 4)
                .header(bytes, 16)
                .header(bytes + 2, 16)
                .records();
        for (SimulatedLfapFlow flow : batch) {
            int state =
                    isV1
                            ? flow.isOver() ? Lfap.V1.INACTIVE : Lfap.V1.ACTIVE
                            : flow.isOver() ? Lfap.V5.INACTIVE : Lfap.V5.ACTIVE;
            long[] counters = isDelta ? flow.takeDeltas() : flow.running();
            update.flowIdValue(prefix, flow.number()).u32(state);
            for (long counter : counters) {
                update.u64(counter);
            }
        }
        return update.endMultiple().octets();
    }

    /// Sends a message, at the next server if this one is lost, until one has it.
    private void deliver(byte[] message) {
        boolean isV1 = options.version() == Lfap.VERSION_1;
        if (isV1) {
            // before anything can go wrong: a fail-over says it for the first time, too
            await(new Sent(message, nextSent++));
        }
        while (true) {
            try {
                takeAll();
                sayAgain();
                send(message);
                takeAll();
                while (waiting.size() > MOST_UNACKNOWLEDGED) {
                    take(read());
                }
                sayAgain();
                return;
            } catch (IOException e) {
                failOver(e);
                if (isV1) {
                    return;
                }
            }
        }
    }

    private void sayAgain() throws IOException {
        while (!again.isEmpty()) {
            Sent sent = again.poll();
            await(sent);
            send(sent.message());
        }
    }

    /// Goes to the next server that takes it, and says again there what was not acknowledged.
    private void failOver(IOException cause) {
        failovers++;
        again.forEach(this::await);
        again.clear();
        long until = System.nanoTime() + options.patienceSeconds() * 1_000_000_000L;
        while (true) {
            try {
                socket.close();
                connect();
                // a server takes what is older than a flow's last report for a repetition
                List<Sent> all = new ArrayList<>(waiting.values());
                all.sort(Comparator.comparingLong(Sent::number));
                for (Sent sent : all) {
                    send(sent.message());
                }
                return;
            } catch (IOException e) {
                e.addSuppressed(cause);
                if (System.nanoTime() > until) {
                    throw new UncheckedIOException("No server takes this agent.", e);
                }
                Thread.onSpinWait();
            }
        }
    }

    /// Waits until everything is acknowledged (version 1), or until the server has taken what was
    /// sent (version 5, which is told nothing).
    public void settle() {
        while (true) {
            try {
                if (options.version() == Lfap.VERSION_1) {
                    while (!waiting.isEmpty() || !again.isEmpty()) {
                        sayAgain();
                        take(read());
                    }
                } else {
                    // an answer to a question that comes after all that was sent
                    send(message(Lfap.V5.AR).number(Lfap.V5.COMMAND, Lfap.V5.RETURN_TIME).octets());
                    await(Lfap.V5.ARA);
                }
                return;
            } catch (IOException e) {
                failOver(e);
            }
        }
    }

    /// The flows so far, with the truth about them.
    public List<SimulatedLfapFlow> flows() {
        return List.copyOf(flows.values());
    }

    /// Messages of version 1 that a server has taken over the answer for.
    public long acknowledged() {
        return acknowledged;
    }

    /// How often a server was lost.
    public long failovers() {
        return failovers;
    }

    /// The prefix that the first server gave.
    public long prefix() {
        return prefix;
    }

    /// How many messages of an opcode were heard.
    public long heard(int opcode) {
        return heard.getOrDefault(options.version() + "." + opcode, 0L);
    }

    /// Breaks the connection without a word.
    public void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
