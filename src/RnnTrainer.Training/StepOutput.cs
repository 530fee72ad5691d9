namespace RnnTrainer.Training;

/// <summary>
/// The output of a model after a time step: for a model with an output for each step, that of this step; for one with an output for the
/// sequence, the output of the sequence so far. The spans are the stream's own, which the next step overwrites.
/// </summary>
public readonly ref struct StepOutput
{
    internal StepOutput(
        long step, bool hasOutput, string? label, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> values, double logLikelihood)
    {
        (Step, HasOutput, Label, LogLikelihood) = (step, hasOutput, label, logLikelihood);
        Probabilities = probabilities;
        Values = values;
    }

    /// <summary>The number of the step, from 0.</summary>
    public long Step { get; }

    /// <summary>Whether there is an output: a forecast has none until its window is full.</summary>
    public bool HasOutput { get; }

    /// <summary>The predicted class; of a language model the likeliest next symbol. Null where classes are not predicted.</summary>
    public string? Label { get; }

    /// <summary>
    /// p[c] of each of <see cref="PredictionStream.Classes"/>: the classes, or the labels of a multilabel model. Empty where numbers are
    /// predicted.
    /// </summary>
    public ReadOnlySpan<double> Probabilities { get; }

    /// <summary>
    /// y[c] of each target column, in the units of the file; of a multilabel model 1 for each label that is predicted, else 0; of a
    /// forecast row-major [horizon, targets]. Empty for classes.
    /// </summary>
    public ReadOnlySpan<double> Values { get; }

    /// <summary>Of a language model, the sum of ln p over the symbols so far, all but the first; NaN for others.</summary>
    public double LogLikelihood { get; }
}
