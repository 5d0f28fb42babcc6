package net.flowtally.ledger.ldap;

import java.net.URI;
import java.net.URISyntaxException;
import net.flowtally.ledger.imports.BadImport;

/// Which entries of which server are asked for.
///
/// @param host the name that its certificate must have
/// @param security how the connection is protected
/// @param base the entry below which is searched, itself among them
/// @param filter as RFC 4515 writes it
/// @param bindDn as whom; empty = anonymous
public record LdapQuestion(
        String host, int port, Security security, String base, String filter, String bindDn) {
    private static final int PLAIN_PORT = 389;
    private static final int TLS_PORT = 636;

    /// How a connection is protected.
    public enum Security {
        /// TLS from the first octet: `ldaps:`.
        TLS,
        /// `ldap:` with StartTLS before anything is asked.
        START_TLS,
        /// Anybody on the way can read the password and change the answer.
        NONE
    }

    /// @param url `ldaps://host[:port]` or `ldap://host[:port]`
    /// @param plain whether an `ldap:` connection may go without StartTLS; then nobody binds
    /// @throws BadImport if the address is none of these
    public static LdapQuestion of(
            String url, boolean plain, String base, String filter, String bindDn) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new BadImport("'" + url + "' is no address of an LDAP server.");
        }
        String scheme = String.valueOf(uri.getScheme());
        String host = uri.getHost() == null ? "" : uri.getHost();
        boolean known = scheme.equals("ldap") || scheme.equals("ldaps");
        if (!known || host.isEmpty() || !String.valueOf(uri.getPath()).matches("/?")) {
            throw new BadImport(
                    "'"
                            + url
                            + "' is no address of an LDAP server; write ldaps://host or ldap://host,"
                            + " with :port after it where it is another than usual.");
        }
        boolean tls = scheme.equals("ldaps");
        if (tls && plain) {
            throw new BadImport("An ldaps connection is always protected.");
        }
        if (plain && !bindDn.isEmpty()) {
            throw new BadImport("No password is sent over an unprotected connection.");
        }
        int usual = tls ? TLS_PORT : PLAIN_PORT;
        Security security = plain ? Security.NONE : Security.START_TLS;
        return new LdapQuestion(
                host,
                uri.getPort() < 0 ? usual : uri.getPort(),
                tls ? Security.TLS : security,
                base,
                filter,
                bindDn);
    }

    /// Host and port.
    public String server() {
        return host + ":" + port;
    }
}
