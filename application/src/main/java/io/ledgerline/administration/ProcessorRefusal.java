package io.ledgerline.administration;

import io.ledgerline.kernel.Rejection;

/** Why a processor doesn't do what it is told to. */
abstract sealed class ProcessorRefusal extends Rejection {

    private ProcessorRefusal(Kind kind, String code, String message) {
        super(kind, code, message);
    }

    static final class ProcessorNotFound extends ProcessorRefusal {
        ProcessorNotFound(String name) {
            super(Kind.UNKNOWN, "processor_not_found", "This instance runs no processor %s.".formatted(name));
        }
    }

    static final class SegmentNotFound extends ProcessorRefusal {
        SegmentNotFound(String name, int segment) {
            super(Kind.UNKNOWN, "segment_not_found", "Processor %s has no segment %d.".formatted(name, segment));
        }
    }

    static final class ProcessorPaused extends ProcessorRefusal {
        ProcessorPaused(String name) {
            super(Kind.CONFLICT, "processor_paused", "Processor %s is paused: start it first.".formatted(name));
        }
    }

    static final class ProcessorStopping extends ProcessorRefusal {
        ProcessorStopping(String name) {
            super(
                    Kind.CONFLICT,
                    "processor_stopping",
                    "Processor %s is still ending what it has begun: ask again in a moment.".formatted(name));
        }
    }

    /** What touches the world must not repeat history. */
    static final class ProcessorNotResettable extends ProcessorRefusal {
        ProcessorNotResettable(String name) {
            super(
                    Kind.CONFLICT,
                    "processor_not_resettable",
                    "Processor %s does things, and would do them again: only views can be made anew.".formatted(name));
        }
    }

    static final class ProcessorNotSplittable extends ProcessorRefusal {
        ProcessorNotSplittable(String name) {
            super(
                    Kind.CONFLICT,
                    "processor_not_splittable",
                    "Processor %s keeps the order of the whole log, so it stays in one piece.".formatted(name));
        }
    }

    static final class OnlySegment extends ProcessorRefusal {
        OnlySegment(String name) {
            super(Kind.CONFLICT, "only_segment", "Processor %s has one segment only.".formatted(name));
        }
    }

    static final class SegmentElsewhere extends ProcessorRefusal {
        SegmentElsewhere(String name) {
            super(
                    Kind.CONFLICT,
                    "segment_elsewhere",
                    "Another node holds a segment of processor %s and doesn't let go of it: ask again in a moment."
                            .formatted(name));
        }
    }
}
