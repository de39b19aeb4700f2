package org.fabricast.repository;

import java.util.List;

/** Something that must hold for a checkout; collects all findings. */
interface Rule {

    List<Finding> check(Checkout checkout);
}
