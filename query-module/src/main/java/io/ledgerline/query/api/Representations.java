package io.ledgerline.query.api;

import io.ledgerline.kernel.web.Resource;
import java.util.Set;

/** What a view's things look like, for those who change them and then want to see what came of it. */
public interface Representations {

    /** Of the resources that the view shows. */
    Set<Resource.Type> types();

    /** Begun before a command, it misses nothing that comes of it. Whoever begins it closes it. */
    Watch watch(Resource resource);
}
