package org.fabricast.repository;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Links and paths in documents resolve: relative links with their anchors, and code spans whose first word begins with a
 * directory of the top level. Spans with a placeholder ({@code *}, {@code <…>}, {@code …}) and everything in fences are left alone.
 */
final class DocumentLinks implements Rule {

    private static final Pattern LINK = Pattern.compile(
            "\\[[^\\]]*\\]\\(\\s*<?([^)\\s>]+)>?[^)]*\\)|\\b(?:src|href|srcset)=\"([^\"\\s]+)\"|^\\[[^\\]]+\\]:\\s*(\\S+)");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern PATH = Pattern.compile("(?:" + Stream.concat(Stream.of(".ci"),
            Stream.concat(TopLevelEntries.MODULES.stream(), TopLevelEntries.DIRECTORIES.stream())).sorted()
            .map(Pattern::quote).collect(Collectors.joining("|")) + ")/[\\w./+-]*");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");
    private static final Pattern FENCE = Pattern.compile("\\s*(```|~~~).*");

    @Override
    public List<Finding> check(Checkout checkout) {
        List<Finding> findings = new ArrayList<>();
        checkout.ending(".md").forEach(file -> {
            List<String> lines = checkout.lines(file).orElseThrow();
            boolean fenced = false;
            for (int i = 0; i < lines.size(); i++) {
                if (FENCE.matcher(lines.get(i)).matches()) {
                    fenced = !fenced;
                } else if (!fenced) {
                    checkLine(checkout, file, i + 1, lines.get(i), findings);
                }
            }
        });
        return findings;
    }

    private static void checkLine(Checkout checkout, String file, int line, String text, List<Finding> findings) {
        Matcher span = SPAN.matcher(text);
        while (span.find()) {
            String word = span.group(1).split("\\s", 2)[0];
            if (PATH.matcher(word).matches() && !Files.exists(checkout.root().resolve(word))) {
                findings.add(new Finding(file, line, "no file or directory " + word));
            }
        }
        Matcher link = LINK.matcher(SPAN.matcher(text).replaceAll("``"));
        while (link.find()) {
            String target = Stream.of(1, 2, 3).map(link::group).filter(group -> group != null).findFirst().orElseThrow();
            if (!ELSEWHERE.matcher(target).matches()) {
                checkTarget(checkout, file, line, target, findings);
            }
        }
    }

    private static void checkTarget(Checkout checkout, String file, int line, String target, List<Finding> findings) {
        String[] parts = target.split("#", 2);
        Path here = checkout.root().resolve(file);
        Path there = parts[0].isEmpty() ? here
                : here.resolveSibling(URLDecoder.decode(parts[0], StandardCharsets.UTF_8)).normalize();
        if (!there.startsWith(checkout.root()) || !Files.exists(there)) {
            findings.add(new Finding(file, line, "link to " + parts[0] + ", which is not there"));
        } else if (parts.length == 2 && there.toString().endsWith(".md")
                && !anchors(checkout, checkout.root().relativize(there).toString()).contains(parts[1])) {
            findings.add(new Finding(file, line, "link to #" + parts[1] + ", and no heading of that name is there"));
        }
    }

    /** Headings as the common renderers name them: small letters, no punctuation, hyphens for spaces; numbered when repeated. */
    private static Set<String> anchors(Checkout checkout, String file) {
        Set<String> anchors = new HashSet<>();
        for (String line : checkout.lines(file).orElseThrow()) {
            if (line.matches("#{1,6} .*")) {
                String name = line.replaceFirst("#+\\s+", "").strip().toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
                String unique = name;
                for (int i = 1; !anchors.add(unique); i++) {
                    unique = name + "-" + i;
                }
            }
        }
        return anchors;
    }
}
