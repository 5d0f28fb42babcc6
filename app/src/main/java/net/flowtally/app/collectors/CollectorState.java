package net.flowtally.app.collectors;

/// What the bundled collector of this home is doing.
public sealed interface CollectorState {

    record Stopped() implements CollectorState {}

    record Starting() implements CollectorState {}

    /// It listens.
    ///
    /// @param listeners as the collector names them when it is ready
    record Running(String listeners) implements CollectorState {}

    /// Somebody else started one on this home: it listens, and is not ours to stop.
    record RunningElsewhere() implements CollectorState {}

    record Stopping() implements CollectorState {}

    /// It ended by itself.
    ///
    /// @param message its own last words
    record Failed(String message) implements CollectorState {}

    default boolean isRunning() {
        return this instanceof Running || this instanceof RunningElsewhere;
    }

    /// Whether it can be started now.
    default boolean isDown() {
        return this instanceof Stopped || this instanceof Failed;
    }
}
