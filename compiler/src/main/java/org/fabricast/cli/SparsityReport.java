package org.fabricast.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.compiler.sparse.BlockIndex;
import org.fabricast.compiler.sparse.LayerReport;
import org.fabricast.compiler.sparse.SparsifiedModel;
import org.fabricast.compiler.sparse.SparsifyOptions;

/** What became of every layer, as text and as JSON. */
final class SparsityReport {

    private SparsityReport() {
    }

    static void print(Console console, SparsifyOptions options, SparsifiedModel model) {
        console.line("sparsity %s by %s, positions per %s%s, calibrated on %,d tokens", options.target().text(),
                options.criterion().text(), options.sharing().text(), options.refit() ? ", refitted" : "",
                model.calibrationTokens());
        console.line("%-32s %9s %7s %7s %11s %11s  %s", "layer", "shape", "density", "error", "bytes", "dense", "index");
        for (LayerReport layer : model.layers()) {
            console.line("%-32s %9s %7.4f %7.4f %,11d %,11d  %s", layer.layer(),
                    layer.mask().grid().rows() + "×" + layer.mask().grid().cols(), layer.density(), layer.error(),
                    layer.bytes().total(), layer.denseBytes(), index(layer) + state(layer));
        }
        console.line("density %.4f of %,d weights, %,d bytes of %,d: %.4f bits per weight at %d bits with indices and scales",
                model.density(), model.weights(), model.storedBytes(), model.denseBytes(), model.bitsPerWeight(), options.bits());
    }

    private static String index(LayerReport layer) {
        List<String> parts = new ArrayList<>();
        for (int perRow : BlockIndex.PER_ROW) {
            if (layer.blocks(perRow) > 0) {
                BlockIndex form = BlockIndex.of(perRow, layer.mask().m());
                parts.add(layer.blocks(perRow) + " of " + perRow
                        + (form == BlockIndex.NONE ? "" : " " + form.name().toLowerCase(Locale.ROOT)));
            }
        }
        return "blocks " + String.join(", ", parts);
    }

    private static String state(LayerReport layer) {
        return switch (layer.state()) {
            case SPARSE -> "";
            case FORCED -> "; forced, larger than dense";
            case DENSE -> "; stays dense: sparse would not be smaller";
        };
    }

    static ObjectNode json(SparsifyOptions options, SparsifiedModel model) {
        ObjectNode document = Console.object().put("asked", options.target().text()).put("density_asked", options.target().density())
                .put("criterion", options.criterion().text()).put("index_sets", options.sharing().text())
                .put("refit", options.refit()).put("bits", options.bits()).put("group", options.group())
                .put("calibration_tokens", model.calibrationTokens()).put("density", model.density())
                .put("bytes", model.storedBytes()).put("bytes_dense", model.denseBytes())
                .put("bits_per_weight", model.bitsPerWeight());
        var layers = document.putArray("layers");
        for (LayerReport layer : model.layers()) {
            ObjectNode entry = layers.addObject().put("name", layer.layer()).put("rows", layer.mask().grid().rows())
                    .put("cols", layer.mask().grid().cols()).put("state", layer.state().name().toLowerCase(Locale.ROOT))
                    .put("density_asked", layer.asked()).put("density", layer.density()).put("error", layer.error())
                    .put("bytes", layer.bytes().total()).put("bytes_dense", layer.denseBytes())
                    .put("descriptor_bytes", layer.bytes().descriptors()).put("index_bytes", layer.bytes().indices())
                    .put("value_bytes", layer.bytes().values()).put("scale_bytes", layer.bytes().scales());
            ObjectNode blocks = entry.putObject("blocks");
            BlockIndex.PER_ROW.forEach(perRow -> blocks.put(String.valueOf(perRow), layer.blocks(perRow)));
            ObjectNode index = entry.putObject("index");
            for (BlockIndex form : BlockIndex.values()) {
                index.put(form.name().toLowerCase(Locale.ROOT), layer.blocks(form));
            }
        }
        return document;
    }
}
