package net.flowtally.app.command;

/// How the program ends.
final class ExitCode {
    static final int OK = 0;

    /// The command was understood and did not come to its end.
    static final int FAILED = 1;

    /// The command was used wrongly, or asks for what is not allowed.
    static final int REFUSED = 2;

    /// A period is not sealed because of its checklist.
    static final int CHECKLIST = 3;

    private ExitCode() {}
}
