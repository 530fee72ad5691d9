namespace RnnTrainer.Training.Streams;

/// <summary>A time step as a model's encoding has made it.</summary>
/// <param name="inputs">[K], in the units of the file.</param>
/// <param name="symbols">[M].</param>
/// <param name="targets">[C], where a forecast counts from them; NaN where they are missing.</param>
/// <param name="time">The cell of the step column; null where there is none.</param>
readonly ref struct StepRow(
    ReadOnlySpan<double> inputs, ReadOnlySpan<int> symbols, ReadOnlySpan<double> targets, string? time)
{
    public ReadOnlySpan<double> Inputs { get; } = inputs;

    public ReadOnlySpan<int> Symbols { get; } = symbols;

    public ReadOnlySpan<double> Targets { get; } = targets;

    public string? Time { get; } = time;
}
