package net.flowtally.collector.simulate;

import net.flowtally.collector.CollectorException;

/// A line of a scenario that says nothing that can be played.
public final class ScenarioException extends CollectorException {
    private static final long serialVersionUID = 1L;

    ScenarioException(int line, String what) {
        super("Line " + line + " of the scenario: " + what + ".");
    }
}
