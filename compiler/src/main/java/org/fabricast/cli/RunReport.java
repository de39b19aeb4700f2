package org.fabricast.cli;

import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.compiler.artefact.ArtefactAssembler;
import org.fabricast.compiler.run.DeviceModel;
import org.fabricast.compiler.run.TokenModel;
import org.fabricast.driver.Generation;
import org.fabricast.driver.Measures;
import org.fabricast.driver.RtlTransport;
import org.fabricast.driver.Session;
import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.image.Artefact;

/** The JSON document of {@code run} and the lines made of it. Figures of cycles come from simulated Verilog only. */
final class RunReport {

    private RunReport() {
    }

    static ObjectNode of(TokenModel model, Generation generation, String text, double seconds) {
        ObjectNode document = Console.object().put("text", text);
        document.set("prompt_tokens", Console.tree(generation.prompt()));
        document.set("tokens", Console.tree(generation.tokens()));
        document.put("device", model.device().text());
        document.put("stop_reason", generation.stop().name().toLowerCase(Locale.ROOT));
        document.put("wall_seconds", seconds);
        document.put("tokens_per_second", generation.tokens().size() / seconds);
        if (model instanceof DeviceModel device) {
            Session session = device.session();
            Artefact artefact = session.device().artefact();
            document.put("artefact", artefact.directory().toString());
            document.put("report", artefact.path(ArtefactAssembler.REPORT_FILE).toString());
            document.put("configuration", artefact.manifest().configuration().name());
            counters(document.putObject("decode_counters"), generation.decode().get(Counter.MACS), generation);
            if (session.device().transport() instanceof RtlTransport rtl) {
                cycles(document, generation, session);
                document.put("simulated_cycles_per_second", rtl.cycles() / seconds);
                document.put("simulation_seconds", rtl.simulationSeconds());
                document.put("driver_seconds", Math.max(0, seconds - rtl.simulationSeconds()));
            }
        }
        return document;
    }

    private static void counters(ObjectNode out, long macs, Generation generation) {
        if (macs > 0) {
            for (Counter counter : Counter.values()) {
                out.put(counter.name().toLowerCase(Locale.ROOT), generation.decode().get(counter));
            }
        }
    }

    private static void cycles(ObjectNode document, Generation generation, Session session) {
        document.put("cycles", generation.decode().get(Counter.CYCLES));
        document.put("cycles_origin", "rtl");
        document.put("prompt_cycles", generation.prefill().get(Counter.CYCLES));
        if (!generation.tokens().isEmpty()) {
            Measures measures = Measures.of(generation, session.device().manifest());
            document.put("cycles_per_token", measures.cyclesPerToken());
            document.put("bytes_per_token", measures.bytesPerToken());
            document.put("bandwidth_utilisation", measures.bandwidthUtilisation());
            document.put("mac_utilisation", measures.macUtilisation());
            document.put("roofline_ratio", measures.rooflineRatio());
            document.put("traffic_overhead", measures.trafficOverhead());
        }
        ArrayNode units = document.putArray("busy");
        double cycles = Math.max(1, generation.decode().get(Counter.CYCLES));
        for (Counter counter : new Counter[] {Counter.LD_BUSY, Counter.ST_BUSY, Counter.MM_BUSY, Counter.MV_BUSY,
            Counter.MISC_BUSY}) {
            units.addObject().put("queue", counter.name().replace("_BUSY", ""))
                    .put("share", generation.decode().get(counter) / cycles);
        }
    }

    /** What crossed the memory port, bytes per token. */
    private static void traffic(Console console, ObjectNode document) {
        JsonNode counters = document.get("decode_counters");
        double tokens = document.get("tokens").size();
        console.line("bytes per token        %,.0f weights, %,.0f embeddings and positions, %,.0f K and V read, %,.0f written, "
                        + "%,.0f instructions",
                counters.get("read_weight_bytes").asLong() / tokens, counters.get("read_row_bytes").asLong() / tokens,
                counters.get("read_kv_bytes").asLong() / tokens,
                (counters.get("write_kv_bytes").asLong() + counters.get("write_logit_bytes").asLong()) / tokens,
                counters.get("fetch_bytes").asLong() / tokens);
    }

    static void print(Console console, ObjectNode document) {
        console.line("");
        console.line("%d tokens on %s in %.2f s (%.1f tokens/s), stopped by %s", document.get("tokens").size(),
                document.get("device").asText(), document.get("wall_seconds").asDouble(),
                document.get("tokens_per_second").asDouble(), document.get("stop_reason").asText().replace('_', ' '));
        if (document.has("cycles_per_token")) {
            console.line("cycles per token       %,.0f (%s, simulated Verilog; the prompt took %,d)",
                    document.get("cycles_per_token").asDouble(), document.get("configuration").asText(),
                    document.get("prompt_cycles").asLong());
            console.line("roofline ratio         %.3f", document.get("roofline_ratio").asDouble());
            console.line("bandwidth utilisation  %.3f", document.get("bandwidth_utilisation").asDouble());
            console.line("MAC utilisation        %.3f", document.get("mac_utilisation").asDouble());
            console.line("traffic overhead       %.3f (%,.0f bytes per token)",
                    document.get("traffic_overhead").asDouble(), document.get("bytes_per_token").asDouble());
            traffic(console, document);
            console.line("simulation             %,.0f cycles/s", document.get("simulated_cycles_per_second").asDouble());
        }
        if (document.has("report")) {
            console.line("report                 %s", document.get("report").asText());
        }
    }
}
