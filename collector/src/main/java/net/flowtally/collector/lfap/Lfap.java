package net.flowtally.collector.lfap;

/// The numbers of LFAP. Those of version 1 (RFC 2124) and version 5 (draft-riverstone-lfap-01 and
/// draft-riverstone-lfap-data-01) have nothing in common but the header.
///
/// ```
///  0        1        2        3        4                 6
///  +--------+--------+--------+--------+-----------------+-----------------+----
///  |version | opcode |reserved| status |   message id    | octets after it | information elements
///  +--------+--------+--------+--------+-----------------+-----------------+----
/// ```
public final class Lfap {
    public static final int VERSION_1 = 1;
    public static final int VERSION_5 = 5;
    public static final int DEFAULT_PORT = 3145;

    /// Octets before the information elements.
    public static final int HEADER = 8;

    /// The longest message: its length field has two octets.
    public static final int MOST_OCTETS = HEADER + 65_535;

    /// Bits of the reserved octet in version 5: the message is authenticated, or encrypted.
    public static final int SECURED = 3;

    private Lfap() {}

    /// Version 1.
    public static final class V1 {
        public static final int SUCCESS = 0;
        public static final int CORRUPTED = 1;
        public static final int VERSION = 2;

        public static final int FAR = 1;
        public static final int FAA = 2;
        public static final int FAU = 3;
        public static final int FUN = 4;
        public static final int FUA = 5;
        public static final int FCR = 6;
        public static final int FCA = 7;
        public static final int AR = 8;
        public static final int ARA = 9;

        public static final int BYTES_RUNNING = 1;
        public static final int BYTES_DELTA = 2;
        public static final int PACKETS_RUNNING = 3;
        public static final int PACKETS_DELTA = 4;
        public static final int CLIENT_DATA = 5;
        public static final int DESTINATION = 6;
        public static final int FLOW_ID = 7;
        public static final int STATE = 8;
        public static final int POLICY_OPTIONAL = 9;
        public static final int SERVICE = 13;
        public static final int SOURCE = 14;
        public static final int TIME = 17;
        public static final int MULTIPLE = 18;
        public static final int FAILURE = 19;
        public static final int COMMAND = 20;
        public static final int PREFIX = 21;

        public static final int NO_SUCH_FLOW = 1;
        public static final int AMBIGUOUS = 2;

        public static final int RETURN_INDICATED_FLOWS = 0;
        public static final int RETURN_FLOW_PREFIX = 3;

        public static final int INACTIVE = 0;
        public static final int ACTIVE = 1;

        private V1() {}
    }

    /// Version 5.
    public static final class V5 {
        public static final int SUCCESS = 1;
        public static final int VERSION = 2;

        public static final int VR = 1;
        public static final int VRA = 2;
        public static final int CR = 3;
        public static final int CAN = 4;
        public static final int CRN = 5;
        public static final int FER = 6;
        public static final int FAR = 7;
        public static final int FUN = 8;
        public static final int AR = 9;
        public static final int ARA = 10;
        public static final int KA = 11;
        public static final int DR = 12;

        public static final int SERVER = 1;
        public static final int MULTIPLE = 2;
        public static final int FLOW_ID = 65;
        public static final int SOURCE = 66;
        public static final int DESTINATION = 67;
        public static final int TIME = 69;
        public static final int UTC_TIME = 70;
        public static final int DELTA_TIME = 71;
        public static final int SERVICE_CLASS = 72;
        public static final int SOURCE_CCE = 73;
        public static final int COMMAND = 75;
        public static final int ELEMENT_LIST = 76;
        public static final int SERVER_ADDRESS = 77;
        public static final int FAILURE = 78;
        public static final int PREFIX = 79;
        public static final int STATE = 80;
        public static final int BYTES_RUNNING = 81;
        public static final int BYTES_DELTA = 82;
        public static final int PACKETS_RUNNING = 83;
        public static final int PACKETS_DELTA = 84;
        public static final int PROTOCOL = 85;
        public static final int UDP_PORT = 86;
        public static final int TCP_PORT = 87;
        public static final int IPX_SOCKET = 88;
        public static final int SOURCE_AS = 89;
        public static final int DESTINATION_AS = 90;
        public static final int INGRESS = 91;
        public static final int EGRESS = 92;
        public static final int VLAN = 93;
        public static final int NEXT_HOP = 96;
        public static final int TCP_BITS = 102;

        public static final int NO_SUCH_FLOW = 1;

        public static final int RETURN_INDICATED_FLOWS = 1;
        public static final int RETURN_FLOW_PREFIX = 2;
        public static final int RETURN_TIME = 3;
        public static final int REQUESTED_ELEMENTS = 4;
        public static final int LIST_OF_SERVERS = 5;

        public static final int INACTIVE = 1;
        public static final int ACTIVE = 2;

        private V5() {}
    }
}
