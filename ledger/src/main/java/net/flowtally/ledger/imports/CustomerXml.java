package net.flowtally.ledger.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import net.flowtally.ledger.address.Mac;
import net.flowtally.ledger.address.MalformedAddress;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.directory.AssignmentKey;
import net.flowtally.ledger.directory.DirectoryName;
import net.flowtally.ledger.directory.Evidence;
import net.flowtally.ledger.imports.ImportRow.OwnerRow;
import net.flowtally.ledger.time.Span;

/// Reads customers, each a department:
///
/// ```xml
/// <customers>
///   <customer id="17" name="Nordlicht">
///     <cidr>192.0.2.0/24</cidr>
///     <mac>00:11:22:33:44:55</mac>
///     <port exporter="198.51.100.1" interface="7"/>
///   </customer>
/// </customers>
/// ```
///
/// Nothing outside the file is read, and a document type is refused. For one file and one thread.
final class CustomerXml {
    static final long MOST_BYTES = 20_000_000;

    private static final int MOST_TEXT = 1_000;
    private static final String CUSTOMER = "customer";

    private final XMLStreamReader xml;
    private final RowErrors errors;
    private final String parent;
    private final List<ImportRow> rows = new ArrayList<>();
    private final Map<String, Long> ids = new HashMap<>();
    private String department = "";

    private CustomerXml(XMLStreamReader xml, String parent, RowErrors errors) {
        this.xml = xml;
        this.parent = parent;
        this.errors = errors;
    }

    /// @param parent the path of the department below which customers are, empty = at the top
    static List<ImportRow> read(Path file, String parent, RowErrors errors) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            errors.fail(0, "The file is larger than " + MOST_BYTES / 1_000_000 + " MB.");
            return List.of();
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            CustomerXml customers = new CustomerXml(xml, parent, errors);
            try {
                customers.read();
            } catch (XMLStreamException e) {
                errors.fail(
                        e.getLocation() == null ? 0 : e.getLocation().getLineNumber(), plain(e));
            }
            return customers.rows;
        } catch (XMLStreamException e) {
            errors.fail(0, plain(e));
            return List.of();
        }
    }

    private static String plain(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        int what = message.indexOf("Message: ");
        return "The file is no sound XML: "
                + (what < 0 ? message : message.substring(what + 9)).strip();
    }

    private void read() throws XMLStreamException {
        boolean root = true;
        while (xml.hasNext() && !errors.hasFailed()) {
            switch (xml.next()) {
                case XMLStreamConstants.DTD ->
                        errors.fail(line(), "The file has a document type; that is not read.");
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        errors.fail(line(), "The file refers to an entity; that is not read.");
                case XMLStreamConstants.START_ELEMENT -> {
                    if (root && !xml.getLocalName().equals("customers")) {
                        errors.fail(line(), "The outermost element is not <customers>.");
                    } else if (!root) {
                        element(xml.getLocalName());
                    }
                    root = false;
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (xml.getLocalName().equals(CUSTOMER)) {
                        department = "";
                    }
                }
                default -> {}
            }
        }
    }

    private void element(String name) throws XMLStreamException {
        long line = line();
        if (name.equals(CUSTOMER)) {
            customer(line);
            return;
        }
        String key =
                switch (name) {
                    case "cidr", "mac" -> text();
                    case "port" -> attribute("exporter") + "#" + attribute("interface");
                    default -> {
                        errors.add(line, name, "A customer has no <" + name + ">.");
                        yield "";
                    }
                };
        if (key.isEmpty() || department.isEmpty() || errors.hasFailed()) {
            return;
        }
        try {
            rows.add(
                    new OwnerRow(
                            line,
                            department,
                            "",
                            "",
                            switch (name) {
                                case "cidr" -> AssignmentKey.of(Prefix.parse(key));
                                case "mac" -> new AssignmentKey.OfMac(Mac.parse(key));
                                default -> AssignmentKey.parse(key);
                            },
                            Span.ALWAYS,
                            Evidence.IMPORT));
        } catch (MalformedAddress e) {
            errors.add(line, name, e.getMessage() + ".");
        }
    }

    private void customer(long line) {
        department = "";
        String id = attribute("id");
        String name = attribute("name");
        String problem = DirectoryName.problemOfPath(name);
        Long before = ids.putIfAbsent(id, line);
        if (!problem.isEmpty()) {
            errors.add(line, "name", problem);
        } else if (name.contains("/")) {
            errors.add(line, "name", "The name of a customer has no '/' in it.");
        } else if (id.isEmpty()) {
            errors.add(line, "id", "The customer has no id.");
        } else if (before != null) {
            errors.add(line, "id", "The customer of line " + before + " has the same id.");
        } else {
            String normal = DirectoryName.normal(name);
            department =
                    parent.isEmpty() ? normal : DirectoryName.normalPath(parent) + "/" + normal;
            rows.add(new ImportRow.DepartmentRow(line, department, DirectoryName.normal(id)));
        }
    }

    /// The text of the element at hand, which has no others in it.
    private String text() throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        while (xml.next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.isCharacters()) {
                if (text.length() + xml.getTextLength() > MOST_TEXT) {
                    errors.fail(line(), "The text is longer than " + MOST_TEXT + " characters.");
                    return "";
                }
                text.append(xml.getText());
            } else if (xml.isStartElement()) {
                errors.fail(line(), "There is an element where a text is wanted.");
                return "";
            }
        }
        return text.toString().strip();
    }

    private String attribute(String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value.strip();
    }

    private long line() {
        return xml.getLocation().getLineNumber();
    }
}
