package net.flowtally.app.launch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import net.flowtally.app.command.FlowtallyCommand;

/// Where the program starts. It is not a JavaFX `Application`, so that the JVM starts without
/// JavaFX where no window is wanted.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        FlowtallyCommand program =
                new FlowtallyCommand(System.getenv(), System.getProperties(), Clock.systemUTC());
        System.exit(
                program.run(
                        writer(FileDescriptor.out, false),
                        writer(FileDescriptor.err, true),
                        arguments));
    }

    private static PrintWriter writer(FileDescriptor descriptor, boolean flushLines) {
        return new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8),
                flushLines);
    }
}
