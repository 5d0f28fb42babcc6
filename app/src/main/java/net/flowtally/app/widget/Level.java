package net.flowtally.app.widget;

import javafx.css.PseudoClass;
import javafx.scene.Node;

/// How well something is. Never told by colour alone: words stand beside it.
public enum Level {
    QUIET,
    GOOD,
    ATTENTION,
    BAD;

    private static final PseudoClass IS_GOOD = PseudoClass.getPseudoClass("good");
    private static final PseudoClass IS_ATTENTION = PseudoClass.getPseudoClass("attention");
    private static final PseudoClass IS_BAD = PseudoClass.getPseudoClass("bad");

    /// Lets a node look like it.
    public void mark(Node node) {
        node.pseudoClassStateChanged(IS_GOOD, this == GOOD);
        node.pseudoClassStateChanged(IS_ATTENTION, this == ATTENTION);
        node.pseudoClassStateChanged(IS_BAD, this == BAD);
    }
}
