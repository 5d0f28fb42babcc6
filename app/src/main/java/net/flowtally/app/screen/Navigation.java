package net.flowtally.app.screen;

/// Takes the user to other places.
public interface Navigation {
    void open(Destination destination);

    /// Goes back to the screen that the user followed something from to get here.
    void up();
}
