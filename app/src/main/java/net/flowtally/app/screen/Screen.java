package net.flowtally.app.screen;

import javafx.scene.Node;

/// A screen as the frame sees it. To be used from the window's thread.
public interface Screen {
    /// The content.
    Node content();

    /// What is put in the top bar: the choice of period or time range.
    Node range();

    /// Shows what a destination of this screen's section asks for.
    void open(Destination destination);

    /// Loads anew what is shown.
    void refresh();

    /// Stops what is being loaded.
    void cancel();

    /// Puts the keyboard where this screen is filtered.
    void focusFilter();

    /// Offers to write to a file what is shown.
    void export();
}
