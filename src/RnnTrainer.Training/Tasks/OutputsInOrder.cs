using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Evaluation;

namespace RnnTrainer.Training.Tasks;

/// <summary>One output of a model, and what it is for.</summary>
/// <param name="Sequence">As the part has it in the units of the file.</param>
/// <param name="Step">From 0; 0 where the sequence has one output.</param>
/// <param name="All">Some outputs.</param>
/// <param name="Number">Which of them it is.</param>
/// <param name="Loss">The loss of the sequence, at its last output; else null.</param>
readonly record struct OutputOf(Sequence Sequence, int Step, ModelOutputs All, int Number, double? Loss);

/// <summary>The outputs for a part, one by one: what scores are added up from.</summary>
static class OutputsInOrder
{
    /// <summary>The outputs of all sequences, in their order; they are computed as they are enumerated.</summary>
    public static IEnumerable<OutputOf> InOrder(this IPredictor predictor, DataPart part)
    {
        var isPerStep = predictor.Config.IsPerStep();
        var (n, t) = (-1, 0);
        Sequence? sequence = null;
        foreach (var some in predictor.OutputsInBatches())
        {
            var ended = 0;
            for (var o = 0; o < some.Count; o++)
            {
                sequence ??= part.Raw[++n];
                var isLast = t + 1 == (isPerStep ? sequence.Length : 1);
                yield return new OutputOf(sequence, t, some, o, isLast ? some.Losses[ended++] : null);
                (sequence, t) = isLast ? (null, 0) : (sequence, t + 1);
            }
        }
    }

    /// <summary>The same, each with its row of numbers, which is good until the next is asked for.</summary>
    /// <param name="rowsOf">The rows of a sequence.</param>
    /// <param name="width">The numbers of a row.</param>
    public static IEnumerable<(OutputOf Output, ReadOnlyMemory<double> Row)> WithRows(
        this IEnumerable<OutputOf> outputs, Func<Sequence, Values> rowsOf, int width)
    {
        RowWalk? rows = null;
        foreach (var output in outputs)
        {
            rows = output.Step == 0 ? new RowWalk(rowsOf(output.Sequence), width) : rows;
            yield return (output, rows!.Next());
        }
    }
}
