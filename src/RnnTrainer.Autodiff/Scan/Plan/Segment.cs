namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>Consecutive steps of a batch: those of which a scan keeps the values at one time.</summary>
/// <param name="Lengths">The steps of the examples that have some here, counted from the segment's first step.</param>
/// <param name="From">The first step.</param>
/// <param name="Row">The row of the caller's nodes at which the segment begins.</param>
sealed record Segment(SequenceLengths Lengths, int From, int Row)
{
    /// <summary>
    /// Cuts a batch into as few segments as possible. A cut lies between two time blocks of the backward pass, which are counted from the
    /// last step: gradients are then summed in the same order as without cuts.
    /// </summary>
    /// <param name="rows">The most rows of a segment; one that is a single time block may have more.</param>
    /// <param name="timeBlockRows">The rows of a time block.</param>
    /// <param name="isInPlace">Whether the caller's nodes have the rows of all segments, or of one at a time.</param>
    public static Segment[] Of(SequenceLengths lengths, long rows, int timeBlockRows, bool isInPlace)
    {
        var segments = new List<Segment>();
        for (var end = lengths.Steps; end > 0;)
        {
            var start = lengths.StartOfTimeBlock(end, timeBlockRows);
            while (start > 0 && lengths.StartOfTimeBlock(start, timeBlockRows) is var next
                && lengths.Offset(end) - lengths.Offset(next) <= rows)
            {
                start = next;
            }

            segments.Add(new Segment(lengths.Between(start, end), start, isInPlace ? lengths.Offset(start) : 0));
            end = start;
        }

        segments.Reverse();
        return [.. segments];
    }
}
