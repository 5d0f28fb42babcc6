package net.flowtally.ledger.service;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// The services as they were known at one revision. Every call has exactly one service: that of the
/// callee's port, else that of the caller's port, else one that gathers the rest of its protocol.
/// Where ranges overlap the narrower one names the port. Immutable; may be shared between threads;
/// asking for a service allocates nothing.
public final class ServiceTable {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;
    private static final int PORTS = 65_536;

    /// By protocol, then by port; a protocol without named ports has no table, one without ports
    /// has its name at port 0.
    private final String[][] names = new String[256][0];

    private final String[] others = new String[256];
    private final List<ServicePorts> services;

    public ServiceTable(Collection<ServicePorts> services) {
        for (int protocol = 0; protocol < others.length; protocol++) {
            others[protocol] = other(protocol);
        }
        // the widest first, so that narrower ones overwrite them; among equals the earlier stays
        this.services =
                services.stream()
                        .sorted(
                                Comparator.comparingInt(ServiceTable::width)
                                        .thenComparingLong(ServicePorts::id)
                                        .reversed())
                        .toList();
        for (ServicePorts service : this.services) {
            int protocol = service.protocol();
            if (names[protocol].length == 0) {
                names[protocol] = new String[hasPorts(protocol) ? PORTS : 1];
                Arrays.fill(names[protocol], "");
            }
            for (int port = service.portFrom(); port <= service.portTo(); port++) {
                if (port < names[protocol].length) {
                    names[protocol][port] = service.name();
                }
            }
        }
    }

    public String serviceOf(int protocol, int calleePort, int callerPort) {
        String[] byPort = names[protocol & 0xff];
        if (byPort.length == 1) {
            return byPort[0];
        }
        if (byPort.length == PORTS) {
            String name = byPort[calleePort & 0xffff];
            if (!name.isEmpty()) {
                return name;
            }
            name = byPort[callerPort & 0xffff];
            if (!name.isEmpty()) {
                return name;
            }
        }
        return others[protocol & 0xff];
    }

    /// What is named, in the order of protocols and ports.
    public List<ServicePorts> services() {
        return services.stream()
                .sorted(
                        Comparator.comparingInt(ServicePorts::protocol)
                                .thenComparingInt(ServicePorts::portFrom)
                                .thenComparingLong(ServicePorts::id))
                .toList();
    }

    /// Whether a call can have a service of that name.
    public boolean hasName(String name) {
        return Arrays.asList(others).contains(name)
                || services.stream().anyMatch(service -> service.name().equals(name));
    }

    private static boolean hasPorts(int protocol) {
        return protocol == TCP || protocol == UDP || protocol == SCTP;
    }

    private static int width(ServicePorts service) {
        return service.portTo() - service.portFrom();
    }

    private static String other(int protocol) {
        return switch (protocol) {
            case TCP -> "TCP other";
            case UDP -> "UDP other";
            case SCTP -> "SCTP other";
            default -> "IP protocol " + protocol;
        };
    }
}
