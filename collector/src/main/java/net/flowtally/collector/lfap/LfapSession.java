package net.flowtally.collector.lfap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HashSet;
import java.util.Set;
import net.flowtally.collector.journal.Entry;
import net.flowtally.collector.listen.TcpConnection;
import net.flowtally.collector.listen.TcpSession;
import net.flowtally.ledger.address.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's side of a session with an agent, in either version. It journals admissions and
/// updates as they came and answers everything else; what needs flows to answer is answered by
/// `LfapFlows`. Used on the edge's thread alone.
///
/// Version 5 goes through the states of draft-riverstone-lfap-01; a message that has no place in a
/// state ends the connection. Version 1 has no states.
final class LfapSession implements TcpSession {
    private static final Logger LOG = LoggerFactory.getLogger(LfapSession.class);
    private static final int FIRST_ID = 0x0101;
    private static final long SECOND = 1_000_000;
    private static final int LOGGED_OCTETS = 64;

    /// What the flow table can use of an admission or update.
    private static final int[] REQUESTED = {
        Lfap.V5.FLOW_ID,
        Lfap.V5.SOURCE,
        Lfap.V5.DESTINATION,
        Lfap.V5.TIME,
        Lfap.V5.STATE,
        Lfap.V5.BYTES_DELTA,
        Lfap.V5.PACKETS_DELTA,
        Lfap.V5.PROTOCOL,
        Lfap.V5.UDP_PORT,
        Lfap.V5.TCP_PORT,
        Lfap.V5.INGRESS,
        Lfap.V5.EGRESS
    };

    private static final String[] NAMES_1 = {
        "other", "FAR", "FAA", "FAU", "FUN", "FUA", "FCR", "FCA", "AR", "ARA"
    };
    private static final String[] NAMES_5 = {
        "other", "VR", "VRA", "CR", "CAN", "CRN", "FER", "FAR", "FUN", "AR", "ARA", "KA", "DR"
    };

    private enum State {
        /// Nothing was said yet.
        CONNECTED,
        /// A version was refused; another may be asked for.
        REFUSED,
        /// Version 5 was agreed on.
        AGREED,
        /// The connection was accepted; what is to be exported is being settled.
        SETTLING,
        /// Flows are exported.
        SENDING,
        VERSION_1,
        OVER
    }

    private final LfapServer server;
    private final TcpConnection connection;
    private final Address source;
    private final Set<Integer> asked = new HashSet<>();
    private final SearchOrder servers = new SearchOrder();
    private State state = State.CONNECTED;
    private boolean isCounted;
    private long deadline;
    private long lastSent;
    private int lastRequest = -1;
    private int nextId = FIRST_ID;
    private int timeId = -1;
    private int elementsId = -1;
    private int unwritten;

    LfapSession(LfapServer server, TcpConnection connection) {
        this.server = server;
        this.connection = connection;
        source = connection.source();
        awaitStep();
    }

    private void awaitStep() {
        deadline = connection.now() + server.timers().responseSeconds() * SECOND;
    }

    @Override
    public boolean message(ByteBuf message) {
        int version = message.getUnsignedByte(0);
        int opcode = message.getUnsignedByte(1);
        boolean isFirst = state == State.CONNECTED || state == State.REFUSED;
        if (isFirst && version == Lfap.VERSION_1) {
            state = State.VERSION_1;
            begun();
        }
        if (state == State.VERSION_1) {
            return messageOf1(version, opcode, message);
        }
        if (isFirst && version != Lfap.VERSION_5) {
            LOG.info(
                    "an agent at {} speaks LFAP version {}: {}",
                    source,
                    version,
                    ByteBufUtil.hexDump(
                            message, 0, Math.min(LOGGED_OCTETS, message.readableBytes())));
        }
        return messageOf5(version, opcode, message);
    }

    private void begun() {
        isCounted = true;
        server.began(source);
        server.count(source, "sessionsAccepted");
    }

    private void received(String[] names, int opcode) {
        server.count(source, "received." + names[opcode < names.length ? opcode : 0]);
    }

    private void send(byte[] message) {
        said(message);
        connection.send(message);
    }

    @Override
    public void said(byte[] message) {
        String[] names = message[0] == Lfap.VERSION_1 ? NAMES_1 : NAMES_5;
        server.count(source, "sent." + names[message[1]]);
        lastSent = connection.now();
    }

    private void violate(String what) {
        LOG.warn("LFAP agent {}: {}", source, what);
        server.violation(source);
        state = State.OVER;
        connection.close();
    }

    /// Accepts a message by journalling it.
    private boolean journal(ByteBuf message) {
        if (!connection.journal(Entry.MESSAGE, message)) {
            server.count(source, "heldBack");
            server.time(source, "lastStorageError", connection.now());
            return false;
        }
        unwritten++;
        return true;
    }

    // Version 5 -----------------------------------------------------------------------------------

    private boolean messageOf5(int version, int opcode, ByteBuf message) {
        if (opcode == 0 || opcode >= NAMES_5.length) {
            received(NAMES_5, 0);
            return true;
        }
        if ((message.getUnsignedByte(2) & Lfap.SECURED) != 0) {
            received(NAMES_5, opcode);
            violate("secured messages are not spoken here, use TLS");
            return true;
        }
        int id = message.getUnsignedShort(4);
        boolean isRequest = opcode != Lfap.V5.ARA;
        if (isRequest && id == lastRequest) {
            received(NAMES_5, opcode);
            server.count(source, "repeatedMessages");
            return true;
        }
        boolean isTaken =
                switch (state) {
                    case CONNECTED, REFUSED, AGREED -> beginning(version, opcode, id, message);
                    case SETTLING -> settling(opcode, id, message);
                    case SENDING -> sending(opcode, id, message);
                    case VERSION_1, OVER -> true;
                };
        if (isTaken) {
            received(NAMES_5, opcode);
            if (isRequest) {
                lastRequest = id;
            }
        }
        return isTaken;
    }

    private boolean beginning(int version, int opcode, int id, ByteBuf message) {
        if (opcode == Lfap.V5.VR && state != State.AGREED) {
            askedFor(version, id);
            return true;
        }
        if (opcode == Lfap.V5.CR && state == State.AGREED) {
            return connect(id, message);
        }
        violate(NAMES_5[opcode] + " before the connection was accepted");
        return true;
    }

    private void askedFor(int version, int id) {
        if (!asked.add(version) || (state == State.REFUSED && version > Lfap.VERSION_5)) {
            violate("version " + version + " was asked for again");
            return;
        }
        boolean isSpoken = version == Lfap.VERSION_5;
        if (!isSpoken) {
            server.count(source, "versionMismatches");
        }
        state = isSpoken ? State.AGREED : State.REFUSED;
        awaitStep();
        send(
                LfapWriter.empty(
                        Lfap.VERSION_5,
                        Lfap.V5.VRA,
                        isSpoken ? Lfap.V5.SUCCESS : Lfap.V5.VERSION,
                        id));
    }

    private boolean connect(int id, ByteBuf message) {
        if (!servers.take(octets(message), Lfap.V5.SERVER)) {
            server.count(source, "corruptedMessages");
            return true;
        }
        if (!server.hasRoom()) {
            server.count(source, "sessionsRejected");
            send(LfapWriter.empty(Lfap.VERSION_5, Lfap.V5.CRN, Lfap.V5.SUCCESS, id));
            state = State.OVER;
            connection.close();
            return true;
        }
        byte[] time =
                new LfapWriter(Lfap.VERSION_5, Lfap.V5.AR, Lfap.V5.SUCCESS, nextId)
                        .number(Lfap.V5.COMMAND, Lfap.V5.RETURN_TIME)
                        .octets();
        if (!connection.journal(Entry.SENT, Unpooled.wrappedBuffer(time))) {
            return false;
        }
        timeId = nextId++;
        elementsId = nextId++;
        state = State.SETTLING;
        begun();
        awaitStep();
        send(LfapWriter.empty(Lfap.VERSION_5, Lfap.V5.CAN, Lfap.V5.SUCCESS, id));
        send(time);
        send(
                new LfapWriter(Lfap.VERSION_5, Lfap.V5.AR, Lfap.V5.SUCCESS, elementsId)
                        .number(Lfap.V5.COMMAND, Lfap.V5.REQUESTED_ELEMENTS)
                        .elementList(REQUESTED)
                        .octets());
        return true;
    }

    private boolean settling(int opcode, int id, ByteBuf message) {
        switch (opcode) {
            case Lfap.V5.AR -> asksOf5(id, message);
            case Lfap.V5.ARA -> {
                if (!answered(id, message)) {
                    return false;
                }
                if (timeId < 0 && elementsId < 0) {
                    state = State.SENDING;
                    send(LfapWriter.empty(Lfap.VERSION_5, Lfap.V5.FER, Lfap.V5.SUCCESS, nextId++));
                }
            }
            default -> violate(NAMES_5[opcode] + " before the server was ready");
        }
        return true;
    }

    /// Takes an answer to one of our requests.
    private boolean answered(int id, ByteBuf message) {
        if (id == timeId) {
            if (!journal(message)) {
                return false;
            }
            timeId = -1;
            awaitStep();
        } else if (id == elementsId) {
            elementsId = -1;
            awaitStep();
        } else if (state == State.SENDING && id <= Questions.LAST_ID) {
            return journal(message);
        }
        return true;
    }

    private boolean sending(int opcode, int id, ByteBuf message) {
        switch (opcode) {
            case Lfap.V5.FAR, Lfap.V5.FUN -> {
                return journal(message);
            }
            case Lfap.V5.AR -> asksOf5(id, message);
            case Lfap.V5.ARA -> {
                return answered(id, message);
            }
            case Lfap.V5.KA -> {}
            case Lfap.V5.DR -> {
                state = State.OVER;
                connection.close();
            }
            default -> violate(NAMES_5[opcode] + " while flows are exported");
        }
        return true;
    }

    private void asksOf5(int id, ByteBuf message) {
        byte[] octets = octets(message);
        int command = command(octets, Lfap.V5.COMMAND);
        LfapWriter answer = new LfapWriter(Lfap.VERSION_5, Lfap.V5.ARA, Lfap.V5.SUCCESS, id);
        switch (command) {
            case Lfap.V5.RETURN_FLOW_PREFIX ->
                    server.prefixes()
                            .take(prefix -> late(answer.prefix(Lfap.V5.PREFIX, prefix).octets()));
            case Lfap.V5.RETURN_TIME ->
                    send(answer.number(Lfap.V5.TIME, connection.now() / Peer.TICK).octets());
            case Lfap.V5.LIST_OF_SERVERS -> {
                servers.take(octets, Lfap.V5.SERVER_ADDRESS);
                send(answer.octets());
            }
            case -1 -> server.count(source, "corruptedMessages");
            default -> send(answer.octets());
        }
    }

    // Version 1 -----------------------------------------------------------------------------------

    private boolean messageOf1(int version, int opcode, ByteBuf message) {
        int id = message.getUnsignedShort(4);
        if (version != Lfap.VERSION_1) {
            server.count(source, "versionMismatches");
            refuse(opcode, Lfap.V1.VERSION, id);
            return true;
        }
        switch (opcode) {
            case Lfap.V1.FAR, Lfap.V1.FAU, Lfap.V1.FUN, Lfap.V1.FCA, Lfap.V1.ARA -> {
                if (!journal(message)) {
                    return false;
                }
            }
            case Lfap.V1.AR -> asksOf1(id, message);
            case Lfap.V1.FAA, Lfap.V1.FUA, Lfap.V1.FCR -> server.violation(source);
            default -> {
                received(NAMES_1, 0);
                return true;
            }
        }
        received(NAMES_1, opcode);
        return true;
    }

    /// Says no with the opcode that acknowledges a message's own.
    private void refuse(int opcode, int status, int id) {
        int answer =
                switch (opcode) {
                    case Lfap.V1.FAR -> Lfap.V1.FAA;
                    case Lfap.V1.FUN -> Lfap.V1.FUA;
                    case Lfap.V1.AR -> Lfap.V1.ARA;
                    default -> 0;
                };
        if (answer != 0) {
            send(LfapWriter.empty(Lfap.VERSION_1, answer, status, id));
        }
    }

    private void asksOf1(int id, ByteBuf message) {
        byte[] octets = octets(message);
        int command = command(octets, Lfap.V1.COMMAND);
        LfapWriter answer = new LfapWriter(Lfap.VERSION_1, Lfap.V1.ARA, Lfap.V1.SUCCESS, id);
        switch (command) {
            case Lfap.V1.RETURN_FLOW_PREFIX ->
                    server.prefixes()
                            .take(prefix -> late(answer.prefix(Lfap.V1.PREFIX, prefix).octets()));
            case -1 -> {
                server.count(source, "corruptedMessages");
                refuse(Lfap.V1.AR, Lfap.V1.CORRUPTED, id);
            }
            default -> send(answer.octets());
        }
    }

    // Both ----------------------------------------------------------------------------------------

    /// The command of an administrative request; -1 if there is none or it cannot be read.
    private static int command(byte[] message, int type) {
        Elements elements = new Elements().of(message);
        int command = -1;
        while (elements.next()) {
            if (elements.type() == type && elements.length() >= 4) {
                command = elements.code();
            }
        }
        return elements.isBroken() ? -1 : command;
    }

    private static byte[] octets(ByteBuf message) {
        byte[] octets = new byte[message.readableBytes()];
        message.getBytes(message.readerIndex(), octets);
        return octets;
    }

    /// Sends a prefix, which had to be fetched first, unless the session is over by now. The
    /// journal has it: flows under a prefix that was given here are new.
    private void late(byte[] message) {
        if (state == State.OVER) {
            return;
        }
        if (!connection.journal(Entry.SENT, Unpooled.wrappedBuffer(message))) {
            server.count(source, "heldBack");
            return;
        }
        server.count(source, "prefixesSent");
        send(message);
    }

    @Override
    public void written(long position) {
        if (unwritten > 0) {
            server.written(position, source, unwritten);
            unwritten = 0;
        }
    }

    @Override
    public void second() {
        long now = connection.now();
        switch (state) {
            case CONNECTED, REFUSED, AGREED, SETTLING -> {
                if (now > deadline) {
                    server.count(source, "responseTimeouts");
                    state = State.OVER;
                    connection.close();
                }
            }
            case SENDING -> {
                if (now - lastSent >= server.timers().keepAliveSeconds() * SECOND) {
                    send(LfapWriter.empty(Lfap.VERSION_5, Lfap.V5.KA, Lfap.V5.SUCCESS, nextId()));
                }
            }
            case VERSION_1, OVER -> {}
        }
    }

    private int nextId() {
        nextId = nextId >= 0xffff ? FIRST_ID : nextId;
        return nextId++;
    }

    /// Asks an agent of version 5 to go to another of its servers.
    @Override
    public void stopping() {
        if (state == State.SETTLING || state == State.SENDING) {
            LfapWriter goodbye =
                    new LfapWriter(Lfap.VERSION_5, Lfap.V5.DR, Lfap.V5.SUCCESS, nextId());
            Address here = connection.local();
            servers.other(here).ifPresent(other -> goodbye.address(Lfap.V5.SERVER, other));
            send(goodbye.octets());
        }
        state = State.OVER;
    }

    @Override
    public void closed(boolean lost) {
        if (isCounted) {
            server.ended(source);
            if (lost && state != State.OVER) {
                server.count(source, "lostContacts");
            }
        }
        state = State.OVER;
    }
}
