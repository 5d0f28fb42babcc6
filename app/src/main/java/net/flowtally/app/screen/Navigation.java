package net.flowtally.app.screen;

/// Takes the user to other places.
@FunctionalInterface
public interface Navigation {
    void open(Destination destination);
}
