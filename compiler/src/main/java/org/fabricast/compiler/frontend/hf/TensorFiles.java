package org.fabricast.compiler.frontend.hf;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fabricast.compiler.frontend.Findings;
import org.fabricast.compiler.frontend.WeightFile;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.json.StrictJson;

/**
 * All tensors of a model directory: {@code model.safetensors}, or the shards that {@code model.safetensors.index.json}
 * names.
 *
 * <p>Errors: F2001 missing files, F2004 weights of another format, F2020 index and shards disagree, and those of the headers;
 * what is wrong with several files is said at once.
 */
final class TensorFiles implements Closeable {

    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";
    private static final long LONGEST_INDEX = 64L << 20;

    /** One tensor: its file, its entry, and where its bytes begin. */
    record Located(WeightFile file, SafetensorsHeader.Entry entry, long offset) {
    }

    private final List<WeightFile> files = new ArrayList<>();
    private final List<Path> paths = new ArrayList<>();
    private final Map<String, Located> tensors = new LinkedHashMap<>();

    private TensorFiles() {
    }

    /** Whether a directory has weights in this format. */
    static boolean exist(Path directory) {
        return Files.exists(directory.resolve(SINGLE)) || Files.exists(directory.resolve(INDEX));
    }

    /** Opens the weights of a directory and reads their tables. Errors: all findings. */
    static TensorFiles open(Path directory) {
        TensorFiles all = new TensorFiles();
        Findings findings = new Findings();
        try {
            if (Files.exists(directory.resolve(SINGLE))) {
                all.add(directory.resolve(SINGLE), findings);
            } else if (Files.exists(directory.resolve(INDEX))) {
                all.addShards(directory, findings);
            } else {
                findings.addAll(noWeights(directory).diagnostics());
            }
            findings.throwIfAny();
            return all;
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
    }

    /** Tensors by name. */
    Map<String, Located> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** Files that were opened, the index first. */
    List<Path> paths() {
        return List.copyOf(paths);
    }

    /** Length of all weight files together. Units: bytes. */
    long bytes() {
        return files.stream().mapToLong(WeightFile::size).sum();
    }

    private static FabricastException noWeights(Path directory) {
        boolean pickled = Files.exists(directory.resolve("pytorch_model.bin"))
                || Files.exists(directory.resolve("pytorch_model.bin.index.json"));
        return pickled
                ? new FabricastException(ErrorCode.F2004, directory.toString(), SINGLE + " or " + INDEX,
                        "pytorch_model.bin", "convert the weights to safetensors")
                : new FabricastException(ErrorCode.F2001, directory.toString(), SINGLE + " or " + INDEX, "neither", "");
    }

    private Map<String, SafetensorsHeader.Entry> add(Path path, Findings findings) {
        WeightFile file = WeightFile.open(path);
        files.add(file);
        paths.add(path);
        SafetensorsHeader header = SafetensorsHeader.read(file, findings);
        header.entries().forEach((name, entry) -> {
            Located before = tensors.putIfAbsent(name, new Located(file, entry, header.offset(entry)));
            if (before != null) {
                findings.add(ErrorCode.F2019, path + ", tensor " + name, "one tensor of this name",
                        "another one in " + before.file.path().getFileName());
            }
        });
        return header.entries();
    }

    private void addShards(Path directory, Findings findings) {
        Path index = directory.resolve(INDEX);
        paths.add(index);
        JsonNode map = StrictJson.read(index, LONGEST_INDEX).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            findings.add(ErrorCode.F2020, index.toString(), "weight_map with tensors and their files", "none");
            return;
        }
        Map<String, List<String>> namesByFile = new TreeMap<>();
        map.properties().forEach(e -> namesByFile.computeIfAbsent(e.getValue().asText(""), f -> new ArrayList<>())
                .add(e.getKey()));
        namesByFile.forEach((fileName, names) -> {
            if (!plainName(fileName)) {
                findings.add(ErrorCode.F2020, index + ", tensor " + names.getFirst(), "the name of a file beside the index",
                        "\"" + fileName + "\"");
            } else if (!Files.isRegularFile(directory.resolve(fileName))) {
                findings.add(ErrorCode.F2001, directory.resolve(fileName).toString(), "a file that the index names", "nothing");
            } else {
                compare(directory.resolve(fileName), names, add(directory.resolve(fileName), findings), findings);
            }
        });
    }

    private static void compare(Path shard, List<String> promised, Map<String, SafetensorsHeader.Entry> held,
            Findings findings) {
        if (!findings.isEmpty()) {
            return;
        }
        Set<String> expected = Set.copyOf(promised);
        for (String name : promised) {
            if (!held.containsKey(name)) {
                findings.add(ErrorCode.F2020, shard + ", tensor " + name, "the tensor, as the index says", "none");
            }
        }
        for (String name : held.keySet()) {
            if (!expected.contains(name)) {
                findings.add(ErrorCode.F2020, shard + ", tensor " + name, "an entry in the index", "none");
            }
        }
    }

    /** Nothing that leads out of the directory. */
    private static boolean plainName(String name) {
        return !name.isBlank() && name.matches("[A-Za-z0-9._-]+") && !name.startsWith(".");
    }

    @Override
    public void close() {
        files.forEach(WeightFile::close);
    }
}
