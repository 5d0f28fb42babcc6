package net.flowtally.collector.lfap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the server asks agents of its own accord while flows are exported: to report flows of which
/// nothing was heard for an hour (AR RETURN_INDICATED_FLOWS, both versions), and to report a flow
/// more often where an update covered more than half an hour (FCR with the optional policy
/// *checkpoint timer*, version 1). Each flow is asked for once until it is heard of again, and
/// asked to hurry once. Owned by the stream's thread.
final class Questions {
    /// Message ids of these questions go up to here; sessions use others.
    static final int LAST_ID = 0x0100;

    /// Flows that one message asks for; the others' turn comes.
    private static final int MOST_FLOWS = 1000;

    /// Flows asked to hurry because of one message.
    private static final int MOST_HURRIED = 32;

    private static final int CHECKPOINT_TIMER = 0x0303;
    private static final int CHECKPOINT_SECONDS = 900;

    private final Flows flows;
    private final Peers peers;
    private final Map<Peer, List<long[]>> silent = new HashMap<>();
    private final List<byte[]> hurried = new ArrayList<>();
    private int nextId = 1;

    Questions(Flows flows, Peers peers) {
        this.flows = flows;
        this.peers = peers;
    }

    private int id() {
        nextId = nextId >= LAST_ID ? 1 : nextId + 1;
        return nextId;
    }

    /// Nothing was heard of the flow in hand for long.
    void askFor() {
        Optional<Peer> peer = peers.identified((int) flows.number(Flows.CONNECTION));
        if (peer.isEmpty() || peer.get().version == 0) {
            return;
        }
        List<long[]> ids = silent.computeIfAbsent(peer.get(), _ -> new ArrayList<>());
        long prefix = flows.get(Flows.PREFIX);
        if (ids.size() < MOST_FLOWS) {
            ids.add(new long[] {prefix < 0 ? 0 : prefix, flows.number(Flows.NUMBER)});
            flows.set(Flows.ASKED);
        }
    }

    /// Asks for the silent flows that were found.
    void ask(Answers answers, long position) {
        if (silent.isEmpty()) {
            return;
        }
        silent.forEach((peer, ids) -> {
            for (boolean hasPrefix : new boolean[] {true, false}) {
                List<long[]> these =
                        ids.stream().filter(each -> (each[0] != 0) == hasPrefix).toList();
                if (!these.isEmpty()) {
                    answers.answer(peer.connection, request(peer.version, these), position);
                }
            }
        });
        silent.clear();
    }

    private byte[] request(int version, List<long[]> ids) {
        boolean isV1 = version == Lfap.VERSION_1;
        LfapWriter request =
                new LfapWriter(
                                version,
                                isV1 ? Lfap.V1.AR : Lfap.V5.AR,
                                isV1 ? Lfap.V1.SUCCESS : Lfap.V5.SUCCESS,
                                id())
                        .number(
                                isV1 ? Lfap.V1.COMMAND : Lfap.V5.COMMAND,
                                isV1
                                        ? Lfap.V1.RETURN_INDICATED_FLOWS
                                        : Lfap.V5.RETURN_INDICATED_FLOWS);
        if (ids.size() == 1) {
            return request.flowId(ids.getFirst()[0], ids.getFirst()[1]).octets();
        }
        request.multiple().format().flowIdHeader(ids.getFirst()[0] != 0).records();
        for (long[] id : ids) {
            request.flowIdValue(id[0], id[1]);
        }
        return request.endMultiple().octets();
    }

    /// The flow in hand is reported too seldom.
    void hurry(Peer peer) {
        if (!flows.is(Flows.HURRIED) && hurried.size() < MOST_HURRIED) {
            flows.set(Flows.HURRIED);
            long prefix = flows.get(Flows.PREFIX);
            byte[] policy = new byte[8];
            policy[0] = (byte) (CHECKPOINT_TIMER >>> 8);
            policy[1] = (byte) CHECKPOINT_TIMER;
            policy[3] = 4;
            policy[6] = (byte) (CHECKPOINT_SECONDS >>> 8);
            policy[7] = (byte) CHECKPOINT_SECONDS;
            hurried.add(
                    new LfapWriter(peer.version, Lfap.V1.FCR, Lfap.V1.SUCCESS, id())
                            .flowId(prefix < 0 ? 0 : prefix, flows.number(Flows.NUMBER))
                            .value(Lfap.V1.POLICY_OPTIONAL, policy)
                            .octets());
        }
    }

    /// Sends what the message in hand was a reason to ask.
    void follow(Peer peer, Answers answers, long position) {
        for (byte[] each : hurried) {
            answers.answer(peer.connection, each, position);
        }
        hurried.clear();
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(nextId);
    }

    void load(DataInput in) throws IOException {
        nextId = in.readInt();
    }
}
