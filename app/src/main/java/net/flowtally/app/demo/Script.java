package net.flowtally.app.demo;

/// What one live exporter sends: numbered datagrams, made when their time has come.
sealed interface Script permits RecordedScript, SimulatedScript {
    String name();

    /// How many datagrams it has.
    int size();

    /// A datagram as sent at a time; asked for once each, in order.
    byte[] datagram(int number, long nowMillis);

    /// What all of them say.
    Volume volume();
}
