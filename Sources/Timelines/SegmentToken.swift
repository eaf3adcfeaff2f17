/// A name for one segment's settings.
public final class SegmentToken: Sendable {}
