package org.fabricast.ir.graph.text;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.Tensor;

/** Writes a graph as {@code NAME.fir} and, for its larger constants, {@code NAME.bin} beside it. */
public final class FirWriter {

    /** Constants up to this size stand in the text. */
    public static final int INLINE_ELEMENTS = 16;

    private static final int CHUNK_ELEMENTS = 1 << 14;

    private FirWriter() {
    }

    /**
     * Writes {@code graph} to {@code file}; each file is written aside and renamed, the text last.
     *
     * @throws IOException if a file cannot be written
     */
    public static void write(Graph graph, Path file) throws IOException {
        String fileName = file.getFileName().toString();
        String stem = fileName.endsWith(".fir") ? fileName.substring(0, fileName.length() - 4) : fileName;
        Path side = file.resolveSibling(stem + ".bin");
        FirPrinter.Printed printed = FirPrinter.print(graph, side.getFileName().toString(), INLINE_ELEMENTS);
        if (!printed.external().isEmpty()) {
            Path aside = side.resolveSibling(side.getFileName() + ".part");
            writeTensors(printed.external(), aside);
            Files.move(aside, side, StandardCopyOption.REPLACE_EXISTING);
        }
        Path aside = file.resolveSibling(fileName + ".part");
        Files.writeString(aside, printed.text());
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void writeTensors(List<Tensor> tensors, Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * CHUNK_ELEMENTS).order(ByteOrder.LITTLE_ENDIAN);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (Tensor tensor : tensors) {
                float[] data = tensor.data();
                for (int start = 0; start < data.length; start += CHUNK_ELEMENTS) {
                    int count = Math.min(CHUNK_ELEMENTS, data.length - start);
                    bytes.asFloatBuffer().put(data, start, count);
                    out.write(bytes.array(), 0, 4 * count);
                }
            }
        }
    }
}
