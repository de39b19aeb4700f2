package org.fabricast.cli;

import java.nio.file.Path;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.ir.image.ArtefactReader;
import org.fabricast.ir.image.Manifest;
import org.fabricast.ir.image.WeightTensor;

/** What an artefact was compiled for, and how each tensor of its weight image is stored. Errors: F90xx for a damaged one. */
final class ArtefactInspection {

    private ArtefactInspection() {
    }

    static void print(Path directory, Console console) {
        Manifest manifest = ArtefactReader.open(directory).manifest();
        console.line("model         %s, %d layers, context %d", manifest.model().name(), manifest.model().layers(),
                manifest.model().context());
        console.line("machine       %s, products %s", manifest.configuration().name(), manifest.configuration().products());
        ObjectNode document = Console.object().put("name", manifest.model().name()).put("configuration", manifest.configuration().name())
                .put("products", manifest.configuration().products().name());
        ArrayNode tensors = document.putArray("tensors");
        for (WeightTensor tensor : manifest.weights().tensors()) {
            String format = tensor.format().name().toLowerCase(Locale.ROOT);
            console.line("tensor        %-20s %6d × %-6d %-5s group %4d, %-9s %,11d bytes at %,d", tensor.name(), tensor.rows(), tensor.cols(),
                    format, tensor.group(), tensor.index().text(), tensor.bytes(), tensor.offset());
            tensors.addObject().put("name", tensor.name()).put("rows", tensor.rows()).put("cols", tensor.cols()).put("format", format)
                    .put("group", tensor.group()).put("pattern", tensor.index().text()).put("offset", tensor.offset())
                    .put("bytes", tensor.bytes());
        }
        console.json(document);
    }
}
