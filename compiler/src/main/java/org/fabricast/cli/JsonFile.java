package org.fabricast.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/** One JSON document too large to be held as a tree: written aside, renamed when complete. */
final class JsonFile {

    private static final JsonFactory JSON = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private JsonFile() {
    }

    /** Writes a document. */
    interface Content {
        void to(JsonGenerator out) throws IOException;
    }

    /** F1003 before the work if the file could not be written after it. */
    static void checkWritable(Path file) {
        LogitsFile.checkWritable(file);
    }

    /** Writes a file. Errors: F1003. */
    static void write(Path file, Content content) {
        Path aside = file.resolveSibling(file.getFileName() + ".partial");
        try {
            try (OutputStream out = Files.newOutputStream(aside)) {
                write(out, content);
            } catch (IOException e) {
                Files.deleteIfExists(aside);
                throw e;
            }
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new FabricastException(ErrorCode.F1003, file.toString(), "a file that can be written", e.toString(), "");
        }
    }

    /** Writes to a stream that stays open. */
    static void write(OutputStream stream, Content content) throws IOException {
        try (JsonGenerator out = JSON.createGenerator(stream)) {
            content.to(out);
            out.writeRaw('\n');
        }
        stream.flush();
    }
}
