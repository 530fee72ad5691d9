namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Moves targets one step up: at each step the target of the row after it.</summary>
static class NextStep
{
    /// <summary>T ≥ 2 steps become T − 1.</summary>
    public static Sequence Of(Sequence sequence)
    {
        var last = sequence.Length - 1;
        var columns = (sequence.StepTargets?.Length ?? 0) / sequence.Length;
        return sequence.Slice(0, last) with
        {
            StepLabels = sequence.StepLabels?[1..],
            StepTargets = sequence.StepTargets?[columns..],
        };
    }
}
