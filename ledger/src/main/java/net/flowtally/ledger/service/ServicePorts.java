package net.flowtally.ledger.service;

/// Ports of a protocol that belong to a service.
///
/// @param protocol IANA protocol number
/// @param portTo inclusive; both are 0 for protocols without ports
public record ServicePorts(long id, String name, int protocol, int portFrom, int portTo) {
    public ServicePorts {
        if (protocol < 0 || protocol > 255) {
            throw new IllegalArgumentException("no IP protocol: " + protocol);
        }
        if (portFrom < 0 || portTo < portFrom || portTo > 65_535) {
            throw new IllegalArgumentException("no range of ports: " + portFrom + "-" + portTo);
        }
    }
}
