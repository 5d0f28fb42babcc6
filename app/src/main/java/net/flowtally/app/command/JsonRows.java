package net.flowtally.app.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.List;

/// Rows as one JSON array, an object and a line each. Decimals are numbers with all their digits.
final class JsonRows implements Rows {
    private final JsonGenerator json;
    private final List<String> columns;

    JsonRows(Writer out, List<String> columns) throws IOException {
        this.json =
                new JsonFactory()
                        .createGenerator(out)
                        .configure(StreamWriteFeature.AUTO_CLOSE_TARGET.mappedFeature(), false)
                        .configure(
                                StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN.mappedFeature(), true);
        this.columns = columns;
        json.writeStartArray();
    }

    @Override
    public void row(Object... values) throws IOException {
        json.writeRaw('\n');
        json.writeStartObject();
        for (int i = 0; i < values.length; i++) {
            json.writeFieldName(columns.get(i));
            switch (values[i]) {
                case Long number -> json.writeNumber(number);
                case Integer number -> json.writeNumber(number);
                case BigDecimal number -> json.writeNumber(number);
                default -> json.writeString(values[i].toString());
            }
        }
        json.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        json.writeRaw('\n');
        json.writeEndArray();
        json.writeRaw('\n');
        json.close();
    }
}
