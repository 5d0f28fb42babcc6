package net.flowtally.collector.bound;

import java.io.DataInput;
import java.io.IOException;

/// How many of something follow in a saved state: never more than there can be, whatever the file
/// says, so that a damaged one takes no memory.
public final class SavedSize {
    private SavedSize() {}

    /// Reads a number from 0 to `most`.
    ///
    /// @throws IOException if it is another
    public static int read(DataInput in, int most) throws IOException {
        return check(in.readInt(), most);
    }

    /// @throws IOException if a number that was read is not from 0 to `most`
    public static int check(int size, int most) throws IOException {
        if (size < 0 || size > most) {
            throw new IOException("a saved state has " + size + " where there can be " + most);
        }
        return size;
    }
}
