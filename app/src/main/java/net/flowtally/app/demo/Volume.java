package net.flowtally.app.demo;

/// An amount of traffic.
record Volume(long records, long bytes, long packets) {
    static final Volume NONE = new Volume(0, 0, 0);

    Volume plus(Volume other) {
        return new Volume(records + other.records, bytes + other.bytes, packets + other.packets);
    }
}
