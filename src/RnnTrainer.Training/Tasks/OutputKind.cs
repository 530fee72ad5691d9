using RnnTrainer.Autodiff;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Tasks;

/// <summary>What the C numbers of an output mean. Several tasks share a kind.</summary>
abstract class OutputKind
{
    /// <summary>One of C classes, by a logit for each.</summary>
    public static OutputKind Class { get; } = new ClassOutput();

    /// <summary>Numbers in the units of the targets, scaled.</summary>
    public static OutputKind Number { get; } = new NumberOutput();

    /// <summary>Independent labels, each 0 or 1, by a logit for each.</summary>
    public static OutputKind Binary { get; } = new BinaryOutput();

    /// <summary>Whether a target is a class number, and not C numbers.</summary>
    public abstract bool HasClassTargets { get; }

    /// <summary>The loss of each row.</summary>
    /// <param name="outputs">[rows,C].</param>
    /// <param name="targets">[rows] of class numbers, or [rows,C].</param>
    /// <param name="loss">The config's, where numbers are predicted.</param>
    public abstract Computed Loss(Graph graph, Computed outputs, Input targets, NumberLoss loss);

    /// <summary>The mean loss of a model whose outputs are all 0.</summary>
    /// <param name="C">Numbers of an output.</param>
    /// <param name="targets">All targets, scaled, as numbers; classes are not asked for.</param>
    public abstract double LossOfZeros(int C, IEnumerable<double> targets, NumberLoss loss);

    /// <summary>The loss of output n, for a reader: that of numbers is the squared error in their own units.</summary>
    /// <param name="target">The class number, −1 for one that training never saw; or the C targets.</param>
    public abstract double LossOf(ModelOutputs outputs, int n, OutputTarget target);

    /// <summary>What is predicted for each of the C numbers of output n: probabilities, or numbers in the units of the targets.</summary>
    public abstract double[] Values(ModelOutputs outputs, int n);

    /// <summary>The loss of output n as it is trained, without weights of classes.</summary>
    /// <param name="target">As for <see cref="LossOf"/>, in the units of the file.</param>
    public virtual double TrainedLoss(ModelOutputs outputs, int n, OutputTarget target, ModelSchema schema, NumberLoss loss) =>
        LossOf(outputs, n, target);

    /// <summary>The C numbers of an output whose <see cref="Values"/> are the mean of those of several models.</summary>
    /// <param name="members">[K,C]: of each model its output.</param>
    public abstract double[] Average(IReadOnlyList<double[]> members);

    /// <summary>A prediction with what output n says.</summary>
    public abstract Prediction Predicted(Prediction place, ModelOutputs outputs, int n, ModelSchema schema);

    /// <summary>The same without allocation.</summary>
    /// <param name="output">[C].</param>
    /// <param name="probabilities">[C], where there are some.</param>
    /// <param name="values">[C], where classes are not predicted: numbers, or 0 and 1.</param>
    /// <returns>The class; null where classes are not predicted.</returns>
    public abstract string? Read(ReadOnlySpan<double> output, ModelSchema schema, Span<double> probabilities, Span<double> values);

    /// <summary>What each of the C probabilities is that of; empty where numbers are predicted.</summary>
    public abstract IReadOnlyList<string> ProbabilityNames(ModelSchema schema);

    /// <summary>What an exported model applies to the outputs; null: it scales them back to the units of the targets.</summary>
    public abstract OutputActivation? Activation { get; }

    /// <summary>What an exported model says that it outputs.</summary>
    public abstract string Meaning { get; }
}

/// <summary>What an output is compared with.</summary>
/// <param name="Class">A class number, −1 for one that training never saw.</param>
/// <param name="Numbers">C numbers, where targets are no classes.</param>
/// <param name="Units">The own units of the sequence, in which its numbers are trained; null: it has none.</param>
readonly record struct OutputTarget(int Class, Values Numbers, TargetUnits? Units = null);

/// <summary>A function of an output's numbers that exported models apply.</summary>
/// <param name="OutputName">What an ONNX model calls the result.</param>
/// <param name="Onnx">The ONNX operator.</param>
/// <param name="OnnxAxis">Its axis; null: it has none.</param>
/// <param name="CSharp">An expression of the numbers <c>Head(h)</c>.</param>
/// <param name="CSharpFunctions">What the expression calls and the file does not have.</param>
/// <param name="HasLikeliest">Whether the largest number names a class.</param>
sealed record OutputActivation(string OutputName, string Onnx, long? OnnxAxis, string CSharp, string CSharpFunctions, bool HasLikeliest);
