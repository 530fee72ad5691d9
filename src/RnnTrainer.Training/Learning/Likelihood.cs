using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Learning;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training;

/// <summary>How likely a language model finds a sequence.</summary>
/// <param name="Symbols">Symbols that were predicted: all but the first.</param>
/// <param name="Loss">Sum of −ln p over them, in nats.</param>
/// <param name="Right">Of how many the likeliest symbol was the right one.</param>
public sealed record Likelihood(int Symbols, double Loss, int Right)
{
    /// <summary>Runs the model over sequences, each of whose steps has the next symbol as label.</summary>
    internal static IReadOnlyList<Likelihood> Of(Model model, IReadOnlyList<Sequence> ready)
    {
        var all = new Likelihood[ready.Count];
        Array.Fill(all, new Likelihood(0, 0, 0));
        foreach (var (graph, row, steps, sequence, _) in InferencePass.Over(model, ready))
        {
            var before = all[sequence];
            all[sequence] = new(before.Symbols + steps.Length, before.Loss + graph.LossOf(row), before.Right + Guessed(model, graph, steps, row));
        }

        return all;
    }

    /// <summary>Of every sequence of a part that was read without labels; one of a single symbol has nothing to predict.</summary>
    internal static IReadOnlyList<Likelihood> OfTexts(Model model, DataPart part)
    {
        var asked = NextSymbols.Of(part.Ready, model.Schema.Encoding!.Vocabulary!, labelled: true);
        var found = new Queue<Likelihood>(Of(model, asked));
        return [.. part.Ready.Select(s => s.Length > 1 ? found.Dequeue() : new Likelihood(0, 0, 0))];
    }

    static int Guessed(Model model, ISequenceGraph graph, Sequence steps, int b)
    {
        var right = 0;
        for (var t = 0; t < steps.Length; t++)
        {
            double[] logits = [.. Enumerable.Range(0, model.Schema.Outputs).Select(c => graph.OutputOf(b, t, c))];
            right += Logits.ArgMax(logits) == model.ClassOf(steps.StepLabels![t]) ? 1 : 0;
        }

        return right;
    }
}
