package org.fabricast.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.fabricast.compiler.SharedFiles;

/**
 * A directory in which one thing is made wrong.
 *
 * @param directory   where everything is made
 * @param artefact    a good artefact, to be copied
 * @param environment of the command
 */
record BadInput(Path directory, Path artefact, Map<String, String> environment) {

    private static final int CONTEXT = 16;
    private static final int VOCABULARY = 264;

    static BadInput in(Path directory, Path artefact) {
        return new BadInput(directory, artefact, new HashMap<>());
    }

    String path(String name) {
        return directory.resolve(name).toString();
    }

    String write(String name, String text) throws IOException {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    String write(String name, byte[] bytes) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        return file.toString();
    }

    /** A llama2.c checkpoint of version 0: one layer, width 16, 2 heads; {@code header} may change its seven integers. */
    String checkpoint(String name, Consumer<int[]> header, Consumer<float[]> weights, int extraBytes) throws IOException {
        int dim = 16;
        int hidden = 24;
        int[] integers = {dim, hidden, 1, 2, 2, VOCABULARY, CONTEXT};
        int elements = VOCABULARY * dim + 3 * dim + 4 * dim * dim + 3 * dim * hidden + CONTEXT * dim / 2;
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = (i * 37 % 101 - 50) / 100f;
        }
        header.accept(integers);
        weights.accept(values);
        ByteBuffer buffer = ByteBuffer.allocate(4 * (7 + elements)).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : integers) {
            buffer.putInt(value);
        }
        for (float value : values) {
            buffer.putFloat(value);
        }
        return write(name, java.util.Arrays.copyOf(buffer.array(), buffer.capacity() + extraBytes));
    }

    /** llama2.c tokenizer with {@code tokens} tokens: three control tokens, 256 bytes, then words. */
    String tokBin(String name, int tokens) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer number = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        out.write(number.putInt(0, 6).array());
        for (int i = 0; i < tokens; i++) {
            out.write(number.putFloat(0, -i).array());
            byte[] word = token(i).getBytes(StandardCharsets.UTF_8);
            out.write(number.putInt(0, word.length).array());
            out.write(word);
        }
        return write(name, out.toByteArray());
    }

    private static String token(int id) {
        return switch (id) {
            case 0 -> "<unk>";
            case 1 -> "<s>";
            case 2 -> "</s>";
            default -> id < 259 ? String.format("<0x%02X>", id - 3) : "w" + id;
        };
    }

    /** A copy of the shipped model. */
    String fable() throws IOException {
        return copy(SharedFiles.project("models/fable"), directory.resolve("model"));
    }

    /** A copy of a good artefact. */
    String artefactCopy() throws IOException {
        return copy(artefact, directory.resolve("artefact"));
    }

    private static String copy(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path path : walk.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                Files.createDirectories(target.getParent());
                Files.copy(path, target);
            }
        }
        return to.toString();
    }

    /** Changes a JSON object. */
    void json(String name, Consumer<ObjectNode> change) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode tree = (ObjectNode) mapper.readTree(directory.resolve(name).toFile());
        change.accept(tree);
        write(name, mapper.writeValueAsString(tree));
    }

    /** Changes table and data of the shipped model's tensors. */
    void tensors(Consumer<ObjectNode> table, Consumer<ByteBuffer> data) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        byte[] file = Files.readAllBytes(directory.resolve("model/model.safetensors"));
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) in.getLong();
        ObjectNode tree = (ObjectNode) mapper.readTree(file, Long.BYTES, length);
        table.accept(tree);
        ByteBuffer values = in.position(Long.BYTES + length).slice().order(ByteOrder.LITTLE_ENDIAN);
        data.accept(values);
        byte[] header = mapper.writeValueAsBytes(tree);
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES + header.length + values.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(header.length).put(header).put(values.rewind());
        write("model/model.safetensors", out.array());
    }

    /** An executable that says a version and otherwise does {@code body}; {@code variable} names it. */
    void tool(String variable, String body) throws IOException {
        String file = write("tools/" + variable, "#!/bin/sh\nif [ \"$1\" = --version ]; then echo 5.006; exit 0; fi\n" + body + "\n");
        Files.setPosixFilePermissions(Path.of(file), PosixFilePermissions.fromString("rwxr-xr-x"));
        environment.put(variable, file);
    }
}
