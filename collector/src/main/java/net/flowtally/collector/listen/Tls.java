package net.flowtally.collector.listen;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/// How a TCP port proves who it is.
public final class Tls {
    private final SslContext context;

    private Tls(SslContext context) {
        this.context = context;
    }

    /// @param certificate PEM file with the certificate and those that signed it
    /// @param key PEM file with its key, PKCS #8, not encrypted
    /// @throws ListenException if they cannot be used
    public static Tls of(Path certificate, Path key) {
        try {
            return new Tls(
                    SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                            .protocols("TLSv1.3", "TLSv1.2")
                            .build());
        } catch (SSLException | IllegalArgumentException e) {
            throw new ListenException(
                    "The certificate "
                            + certificate
                            + " with the key "
                            + key
                            + " cannot be used: "
                            + e.getMessage(),
                    e);
        }
    }

    SslContext context() {
        return context;
    }
}
