using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training;

/// <summary>One prediction of a model: for a sequence, for a step of it, or for a step ahead of a forecast.</summary>
/// <param name="Sequence">The id of the sequence in its file; where rows were given in place of a file, their number from 0.</param>
public sealed record Prediction(string Sequence)
{
    /// <summary>The cells of the columns that together name the sequence in its file, in their order; else its id alone.</summary>
    public IReadOnlyList<string> Key { get; init; } = [Sequence];

    /// <summary>
    /// The step that is predicted, from 0; of a forecast the steps after the last that was seen, from 1; null: the prediction is for the
    /// whole sequence.
    /// </summary>
    public int? Step { get; init; }

    /// <summary>
    /// This step as the file writes it, of a forecast as the file would continue; null where the file has no steps, or its next one cannot
    /// be known.
    /// </summary>
    public string? Time { get; init; }

    /// <summary>Of a forecast, the last step that was seen, as the file writes it.</summary>
    public string? Origin { get; init; }

    /// <summary>The likeliest class; null where classes are not predicted.</summary>
    public string? Class { get; init; }

    /// <summary>
    /// p[c] of each class in the order of <see cref="ModelSchema.Classes"/>, 1 in sum; of labels that are there or not, the probability of
    /// each target column. Empty where numbers are predicted.
    /// </summary>
    public IReadOnlyList<double> Probabilities { get; init; } = [];

    /// <summary>
    /// y[c] of each target column, in the units of the file; of labels that are there or not, 1 where the probability is above a half.
    /// Empty for classes.
    /// </summary>
    public IReadOnlyList<double> Numbers { get; init; } = [];

    /// <summary>
    /// Of each level of <see cref="TrainedModel.Ranges"/>, the largest first, the ranges around <see cref="Numbers"/>; empty where none are
    /// asked for.
    /// </summary>
    public IReadOnlyList<PredictionRange> Ranges { get; init; } = [];

    /// <summary>How likely a language model finds the sequence; null for other models.</summary>
    public Likelihood? Likelihood { get; init; }
}

/// <summary>How likely a language model finds a sequence.</summary>
/// <param name="Symbols">Symbols that were predicted: all but the first.</param>
/// <param name="Loss">Sum of −ln p over them, in nats.</param>
/// <param name="Right">For how many of them the likeliest symbol was the right one.</param>
public sealed record Likelihood(int Symbols, double Loss, int Right);
