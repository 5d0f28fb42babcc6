package net.flowtally.app.command;

/// A command asks for what cannot be. The message is a plain sentence for the user.
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message);
    }
}
