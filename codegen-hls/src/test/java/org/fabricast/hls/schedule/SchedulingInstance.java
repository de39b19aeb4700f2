package org.fabricast.hls.schedule;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One instance of the reference set: a problem, solutions others found, and the proved optimum.
 *
 * @param annotated the solution in the test of CIRCT, with the arrival times it states
 */
record SchedulingInstance(String name, Problem problem, int last, int exactInterval, int exactLast, Solution exact,
                          Optional<Solution> annotated, List<Double> annotatedArrivals, JsonNode json) {

    static List<SchedulingInstance> all() {
        try {
            List<SchedulingInstance> instances = new ArrayList<>();
            new ObjectMapper().readTree(file().toFile()).forEach(node -> instances.add(read(node)));
            return instances;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SchedulingInstance read(JsonNode node) {
        String kind = node.get("problem").asText();
        boolean repeated = kind.contains("Cyclic") || kind.equals("ModuloProblem");
        Map<String, Integer> limits = new HashMap<>();
        node.get("resources").properties().forEach(e -> limits.put(e.getKey(), e.getValue().asInt()));
        List<Problem.Operation> operations = new ArrayList<>();
        Map<Integer, Integer> starts = new HashMap<>();
        List<Double> arrivals = new ArrayList<>();
        for (JsonNode op : node.get("ops")) {
            JsonNode type = node.get("operator_types").get(op.get("type").asText());
            List<String> resources = new ArrayList<>();
            op.get("resource").forEach(r -> resources.add(r.asText()));
            operations.add(new Problem.Operation("op" + op.get("id").asInt(), type.get("latency").asInt(),
                    type.path("incDelay").asDouble(0), type.path("outDelay").asDouble(0), resources));
            if (op.has("annotated_start")) {
                starts.put(op.get("id").asInt(), op.get("annotated_start").asInt());
            }
            if (op.has("annotated_z")) {
                arrivals.add(op.get("annotated_z").asDouble());
            }
        }
        List<Problem.Dependence> dependences = new ArrayList<>();
        node.get("deps").forEach(d -> dependences.add(new Problem.Dependence(d.get("src").asInt(), d.get("dst").asInt(),
                d.get("dist").asInt(), d.get("kind").asText().equals("def-use") ? Problem.Kind.DEF_USE
                : Problem.Kind.AUXILIARY)));
        OptionalDouble time = node.has("cycle_time") ? OptionalDouble.of(node.get("cycle_time").asDouble())
                : OptionalDouble.empty();
        int interval = repeated ? node.get("exact_min_II").asInt() : 0;
        int[] exact = new int[operations.size()];
        for (int i = 0; i < exact.length; i++) {
            exact[i] = node.get("exact_starts_one_solution").get(i).asInt();
        }
        return new SchedulingInstance(node.get("name").asText() + " (" + kind + ")",
                new Problem(operations, dependences, limits, time, repeated), node.get("last").asInt(), interval,
                node.get(repeated ? "exact_last_start_at_min_II" : "exact_last_start").asInt(), Solution.of(interval, exact),
                starts.isEmpty() ? Optional.empty()
                        : Optional.of(new Solution(repeated ? node.get("annotated_II").asInt() : 0, starts)), arrivals, node);
    }

    private static Path file() {
        String path = "vectors/analysis/scheduling_instances.json";
        String named = System.getenv("FABRICAST_SHARED");
        Path root = Path.of(System.getProperty("fabricast.root", "")).toAbsolutePath().normalize();
        for (Path at = root; named == null && at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared").resolve("models"))) {
                named = at.resolve("shared").toString();
            }
        }
        assumeTrue(named != null, "no directory shared/models beside the project: set FABRICAST_SHARED to run this test");
        assumeTrue(Files.exists(Path.of(named, path)), "reference data absent: " + path);
        return Path.of(named, path);
    }

    @Override
    public String toString() {
        return name;
    }
}
