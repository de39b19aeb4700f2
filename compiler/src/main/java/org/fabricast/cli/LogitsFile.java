package org.fabricast.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.Generation;

/** The file of {@code --dump-logits}: tokens and, for each generated one, all logits as binary32. */
final class LogitsFile {

    private LogitsFile() {
    }

    /** F1003 before the work if the file could not be written after it. */
    static void checkWritable(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || !Files.isDirectory(parent)) {
            throw new FabricastException(ErrorCode.F1003, file.toString(), "a file in an existing directory",
                    Files.isDirectory(file) ? "a directory" : "no directory " + parent, "");
        }
        Path aside = aside(file);
        try {
            Files.write(aside, new byte[0]);
            Files.delete(aside);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    static void write(Path file, Generation generation) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode document = mapper.createObjectNode();
        document.set("prompt_tokens", mapper.valueToTree(generation.prompt()));
        document.set("tokens", mapper.valueToTree(generation.tokens()));
        ArrayNode rows = document.putArray("logits");
        generation.logits().forEach(row -> rows.add(mapper.valueToTree(row)));
        Path aside = aside(file);
        try {
            mapper.writeValue(aside.toFile(), document);
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static Path aside(Path file) {
        return file.resolveSibling(file.getFileName() + ".partial");
    }

    private static FabricastException unwritable(Path file, IOException e) {
        return new FabricastException(ErrorCode.F1003, file.toString(), "a file that can be written", e.toString(), "");
    }
}
