package net.flowtally.collector.lfap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.ledger.address.Address;

/// The agents of a stream, by number and address. Owned by the stream's thread.
final class Agents {
    private static final int MOST = 4096;

    private final List<Agent> agents = new ArrayList<>();
    private final Map<Address, Agent> byAddress = new HashMap<>();
    private Agent inHand = new Agent(0, 0, 0);

    Agent of(int number) {
        return agents.get(number);
    }

    Agent of(long hi, long lo) {
        if (inHand.addressLo == lo && inHand.addressHi == hi && !agents.isEmpty()) {
            return inHand;
        }
        Address address = new Address(hi, lo);
        Agent agent = byAddress.get(address);
        if (agent == null) {
            agent = new Agent(agents.size(), hi, lo);
            add(agent, address);
        }
        inHand = agent;
        return agent;
    }

    private void add(Agent agent, Address address) {
        agents.add(agent);
        byAddress.put(address, agent);
    }

    /// Who is answerable for a flow: whom its report names, else who sent that.
    Agent reporter(Report report, Datagram datagram) {
        boolean isNamed = (report.exporterHi | report.exporterLo) != 0;
        if (isNamed && agents.size() < MOST) {
            return of(report.exporterHi, report.exporterLo);
        }
        return of(datagram.sourceHi, datagram.sourceLo);
    }

    void visit(FigureVisitor visitor) {
        for (Agent agent : agents) {
            agent.visit(visitor);
        }
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(agents.size());
        for (Agent agent : agents) {
            agent.save(out);
        }
    }

    void load(DataInput in) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            Agent agent = Agent.load(i, in);
            add(agent, new Address(agent.addressHi, agent.addressLo));
        }
    }
}
