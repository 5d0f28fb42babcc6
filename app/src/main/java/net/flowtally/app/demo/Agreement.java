package net.flowtally.app.demo;

/// Two figures that have to be the same, and where each comes from.
record Agreement(String one, long left, String other, long right) {
    boolean holds() {
        return left == right;
    }

    @Override
    public String toString() {
        return one + " " + left + (holds() ? " = " : " is not ") + other + " " + right;
    }
}
