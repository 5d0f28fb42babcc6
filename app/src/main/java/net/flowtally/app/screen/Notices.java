package net.flowtally.app.screen;

/// Tells the user something that needs no answer. To be used from the window's thread.
public interface Notices {
    /// Something is done.
    void tell(String sentence);

    /// Something is done, and there is more to do with it.
    ///
    /// @param act what the user can do next, as it stands on a button
    void tell(String sentence, String act, Runnable action);

    /// Something went wrong.
    void complain(Failure failure);
}
