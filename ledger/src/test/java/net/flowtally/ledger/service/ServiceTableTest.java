package net.flowtally.ledger.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceTableTest {
    private final ServiceTable table =
            new ServiceTable(
                    List.of(
                            new ServicePorts(1, "HTTPS", 6, 443, 443),
                            new ServicePorts(2, "QUIC", 17, 443, 443),
                            new ServicePorts(3, "Games", 17, 27_000, 27_100),
                            new ServicePorts(4, "Chess", 17, 27_015, 27_015),
                            new ServicePorts(5, "ICMP", 1, 0, 0),
                            new ServicePorts(6, "SSH", 6, 22, 22)));

    @ParameterizedTest
    @CsvSource({
        "6, 443, 50000, HTTPS",
        "17, 443, 50000, QUIC",
        "6, 50000, 443, HTTPS",
        "6, 22, 443, SSH",
        "6, 8443, 50000, TCP other",
        "17, 65535, 0, UDP other",
        "17, 27014, 1, Games",
        "17, 27015, 1, Chess",
        "1, 0, 0, ICMP",
        "1, 2048, 0, ICMP",
        "132, 36412, 36412, SCTP other",
        "253, 0, 0, IP protocol 253",
    })
    void everyCallHasOneService(int protocol, int calleePort, int callerPort, String name) {
        assertThat(table.serviceOf(protocol, calleePort, callerPort)).isEqualTo(name);
    }
}
