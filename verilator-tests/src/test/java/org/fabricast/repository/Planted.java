package org.fabricast.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A checkout made for one test. */
record Planted(Path root) {

    Planted with(String file, String text) {
        try {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> findings(Rule rule) {
        return rule.check(Checkout.at(root)).stream().map(Finding::toString).toList();
    }
}
