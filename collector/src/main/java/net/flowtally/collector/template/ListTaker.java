package net.flowtally.collector.template;

/// Takes the structured data of a record.
@FunctionalInterface
interface ListTaker {
    /// Passes over every list.
    ListTaker NONE = (_, _, _, _) -> {};

    /// @param element 291 to 293
    /// @param from where its value begins
    /// @param to where it ends
    void take(int element, byte[] octets, int from, int to);
}
