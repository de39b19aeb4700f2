package org.fabricast.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
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

    static void checkWritable(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || !Files.isDirectory(parent)) {
            throw new FabricastException(ErrorCode.F1003, file.toString(), "a file in an existing directory",
                    Files.isDirectory(file) ? "a directory" : "no directory " + parent, "");
        }
    }

    static void write(Path file, Generation generation) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode document = mapper.createObjectNode();
        document.set("prompt_tokens", mapper.valueToTree(generation.prompt()));
        document.set("tokens", mapper.valueToTree(generation.tokens()));
        ArrayNode rows = document.putArray("logits");
        generation.logits().forEach(row -> rows.add(mapper.valueToTree(row)));
        Path aside = file.resolveSibling(file.getFileName() + ".partial");
        try {
            mapper.writeValue(aside.toFile(), document);
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
