package org.fabricast.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Sources and documents name no directory of somebody's machine and no calendar date. */
final class NoPlaceOrTime implements Rule {

    /** Absolute, so not behind a name, a variable or another directory. */
    private static final Pattern PLACE = Pattern.compile("(?<![\\w.$}~/*-])/(work|tmp|root|home|Users)(?=/|\\W|$)");
    private static final Pattern DATE = Pattern.compile("\\b(19|20)\\d\\d-[01]\\d-[0-3]\\d\\b");

    @Override
    public List<Finding> check(Checkout checkout) {
        List<Finding> findings = new ArrayList<>();
        for (String file : checkout.files()) {
            List<String> lines = checkout.lines(file).orElse(List.of());
            for (int i = 0; i < lines.size(); i++) {
                if (PLACE.matcher(lines.get(i)).find()) {
                    findings.add(new Finding(file, i + 1, "a path of one machine: " + lines.get(i).strip()));
                }
                if (DATE.matcher(lines.get(i)).find()) {
                    findings.add(new Finding(file, i + 1, "a date: " + lines.get(i).strip()));
                }
            }
        }
        return findings;
    }
}
