package net.flowtally.app.command;

import java.io.IOException;

/// Where rows of one shape are written to, one after the other. Values are texts, whole numbers,
/// exact decimals, or anything whose `toString` is a text.
interface Rows extends AutoCloseable {
    void row(Object... values) throws IOException;

    @Override
    void close() throws IOException;
}
