using RnnTrainer.Data;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Report;

/// <summary>A sequence that is shown, or some of its steps where every step is predictions and there are too many of them.</summary>
/// <param name="Name">Best, median, worst.</param>
/// <param name="Sequence">Its place in the split.</param>
/// <param name="From">The first step.</param>
/// <param name="Count">Steps.</param>
/// <param name="Loss">Per answer.</param>
sealed record Excerpt(string Name, int Sequence, int From, int Count, double Loss)
{
    const int MostSteps = 200;

    /// <summary>Those with the smallest, the median and the largest loss; fewer where there are fewer.</summary>
    public static IReadOnlyList<Excerpt> Of(Model model, DataPart part, EvaluationResult evaluation, IReadOnlyList<int> starts, IReadOnlyList<double> losses)
    {
        var isCut = model.IsPerStep && evaluation.Outputs is not null && part.Raw.Any(s => s.Length > MostSteps);
        var all = part.Raw.SelectMany((s, n) => isCut
            ? Enumerable.Range(0, (s.Length + MostSteps - 1) / MostSteps).Select(p => Cut(n, p * MostSteps, Math.Min(MostSteps, s.Length - (p * MostSteps))))
            : [new Excerpt("", n, 0, s.Length, losses[n])]).OrderBy(s => s.Loss).ToList();
        return all.Count switch
        {
            1 => [all[0] with { Name = "the only one" }],
            2 => [all[0] with { Name = "best" }, all[1] with { Name = "worst" }],
            _ => [all[0] with { Name = "best" }, all[all.Count / 2] with { Name = "median" }, all[^1] with { Name = "worst" }],
        };

        Excerpt Cut(int n, int from, int count) => new("", n, from, count, Enumerable.Range(from, count).Average(t => LossOf(model, part, evaluation.Outputs!, n, starts[n] + t, t)));
    }

    /// <summary>The loss of step t, answer number <paramref name="at"/>, with the error of numbers in the units of the file.</summary>
    static double LossOf(Model model, DataPart part, ModelOutputs answers, int n, int at, int t)
    {
        var (sequence, C) = (part.Raw[n], answers.Columns);
        return model.Task.Output.LossOf(answers, at, new OutputTarget(
            model.ClassOf(sequence.StepLabels?[t]),
            sequence.StepTargets is { } targets ? new ArraySegment<double>(targets, t * C, C) : default));
    }

    /// <summary>What it is called.</summary>
    /// <param name="what">What is shown of it.</param>
    public string Title(string what, string id, int length) => $"{Name}: {what} '{id}'{(Count < length ? $", steps {From + 1} to {From + Count}" : "")}";
}
