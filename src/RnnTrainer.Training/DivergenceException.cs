using System.Globalization;

namespace RnnTrainer.Training;

/// <summary>Why numbers stopped being finite.</summary>
public enum DivergenceCause
{
    /// <summary>With the starting weights the same sequence is computed without trouble: training drove the weights away.</summary>
    Rate,

    /// <summary>The starting weights fail on the same sequence too.</summary>
    Data,

    /// <summary>Neither was found out.</summary>
    Unknown,
}

/// <summary>Where in a training the numbers stopped being finite, and why.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">Of the epoch, from 1.</param>
/// <param name="What">What was seen first: the loss, the gradient's norm, a weight.</param>
public sealed record Divergence(int Epoch, int Step, string What)
{
    /// <summary>The id of the first sequence of the step that fails by itself; null if none does.</summary>
    public string? Sequence { get; init; }

    /// <summary>The step of that sequence, from 0; null where the statement belongs to none.</summary>
    public int? TimeStep { get; init; }

    /// <summary>The first statement, in the order of the program, whose result is not finite.</summary>
    public string? Statement { get; init; }

    /// <summary>The gradient's norm in the step before; null if there was none in this process.</summary>
    public double? NormBefore { get; init; }

    /// <summary>The learning rate of the step.</summary>
    public double LearningRate { get; init; }

    /// <summary>Whether training or the data made the numbers grow.</summary>
    public DivergenceCause Cause { get; init; } = DivergenceCause.Unknown;

    /// <summary>The largest input of that sequence, as the model sees it: column, step and value.</summary>
    public string? LargestInput { get; init; }

    /// <summary>All of it, in lines.</summary>
    public override string ToString() => string.Join("\n  ", Lines());

    /// <summary>What may help.</summary>
    public string Hint => "the last good checkpoint is kept; " + Cause switch
    {
        DivergenceCause.Rate =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"try training.learning_rate {LearningRate / 10:g2}, or training.clip; training.on_nonfinite says what else to do"),
        DivergenceCause.Data =>
            "look at that sequence, scale the inputs (data.normalize), or pass over it (training.on_nonfinite: skip-batch)",
        _ => "a smaller training.learning_rate or training.clip may help",
    };

    IEnumerable<string> Lines()
    {
        yield return $"training diverged in epoch {Epoch}, step {Step}: {What}";
        if (Sequence is not null)
        {
            yield return $"it began in sequence " +
                $"'{Sequence}'{(TimeStep is { } t ? $" at its step {t}" : "")}{(Statement is null ? "" : $", in \"{Statement}\"")}";
        }

        if (NormBefore is { } norm)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the gradient's norm in the step before was {norm:g4}");
        }

        switch (Cause)
        {
            case DivergenceCause.Rate:
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"with the starting weights the same sequence is computed without trouble: the learning rate, {LearningRate:g4}, is " +
                    $"too large for these weights");
                break;
            case DivergenceCause.Data:
                yield return $"the starting weights fail on it too: it is the data or the cell, not the learning " +
                    $"rate{(LargestInput is null ? "" : $"; its largest input is {LargestInput}")}";
                break;
        }
    }
}

/// <summary>The loss, the gradient or a weight is no longer a finite number.</summary>
public sealed class DivergenceException(Divergence divergence) : Exception(divergence.ToString())
{
    /// <summary>A divergence of which no more is known than its place.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="step">Of the epoch, from 1.</param>
    /// <param name="what">What was seen first: the loss, the norm of the gradient, a weight.</param>
    public DivergenceException(int epoch, int step, string what)
        : this(new Divergence(epoch, step, what))
    {
    }

    /// <summary>Where and why.</summary>
    public Divergence Divergence { get; } = divergence;

    /// <summary>From 1.</summary>
    public int Epoch => Divergence.Epoch;
}
