package org.fabricast.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.diag.Diagnostic;

/**
 * Where a command writes: results to {@code out}, all else to {@code err}. With {@code --json} nothing but one document goes
 * to {@code out}.
 *
 * @param out         results
 * @param err         messages, progress
 * @param environment of the process
 * @param terminal    whether {@code err} is a terminal: progress is shown only there
 * @param options     as given
 */
record Console(PrintStream out, PrintStream err, Map<String, String> environment, boolean terminal,
               GlobalOptions options) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** A line of the result, unless JSON was asked for. */
    void line(String text, Object... arguments) {
        if (!options.json) {
            out.println(String.format(Locale.ROOT, text, arguments));
        }
    }

    /** Part of a line of the result, shown at once. */
    void part(String text) {
        if (!options.json) {
            out.print(text);
            out.flush();
        }
    }

    /** The result as JSON, if that was asked for. */
    void json(ObjectNode document) {
        if (options.json) {
            try {
                out.println(JSON.writeValueAsString(document));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A word about what is being done; not with {@code -q}. */
    void note(String text, Object... arguments) {
        if (!options.quiet) {
            err.println(String.format(Locale.ROOT, text, arguments));
        }
    }

    /** Progress of long work: on a terminal or with {@code -v}. */
    void progress(String text, Object... arguments) {
        if (!options.quiet && (terminal || options.verbose)) {
            err.println(String.format(Locale.ROOT, text, arguments));
        }
    }

    /** Findings: text on {@code err}; with {@code --json} also the document. */
    void findings(List<Diagnostic> findings, int exit) {
        for (Diagnostic finding : findings) {
            String text = finding.text();
            err.println(colour() ? "\u001b[31m" + text.substring(0, text.indexOf(']') + 1) + "\u001b[0m"
                    + text.substring(text.indexOf(']') + 1) : text);
        }
        ObjectNode document = object();
        document.put("exit", exit);
        ArrayNode errors = document.putArray("errors");
        for (Diagnostic finding : findings) {
            errors.addObject().put("code", finding.code().name()).put("subject", finding.subject())
                    .put("expected", finding.expected()).put("found", finding.found()).put("hint", finding.hint());
        }
        json(document);
    }

    private boolean colour() {
        return switch (options.color) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> terminal && !environment.containsKey("NO_COLOR");
        };
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static JsonNode tree(Object value) {
        return JSON.valueToTree(value);
    }
}
