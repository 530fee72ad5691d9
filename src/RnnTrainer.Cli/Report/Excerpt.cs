using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Report;

/// <summary>A sequence to show, or some of its steps if there is a prediction per step and the sequence is long.</summary>
/// <param name="Name">Best, median, worst.</param>
/// <param name="Sequence">Its index in the split.</param>
/// <param name="From">The first step.</param>
/// <param name="Count">Steps.</param>
/// <param name="Loss">Per prediction.</param>
sealed record Excerpt(string Name, int Sequence, int From, int Count, double Loss)
{
    const int MostSteps = 200;

    /// <summary>Those with the smallest, the median and the largest loss.</summary>
    public static IReadOnlyList<Excerpt> Of(
        Model model, DataPart part, EvaluationResult evaluation, IReadOnlyList<int> starts, IReadOnlyList<double> losses)
    {
        var isCut = model.IsPerStep && evaluation.Outputs is not null && part.Raw.Any(s => s.Length > MostSteps);
        var all = part.Raw.SelectMany((s, n) => isCut
            ? Enumerable.Range(0, (s.Length + MostSteps - 1) / MostSteps)
                .Select(p => Cut(n, p * MostSteps, Math.Min(MostSteps, s.Length - (p * MostSteps))))
            : [new Excerpt("", n, 0, s.Length, losses[n])]).OrderBy(s => s.Loss).ToList();
        return all.Count switch
        {
            1 => [all[0] with { Name = "the only one" }],
            2 => [all[0] with { Name = "best" }, all[1] with { Name = "worst" }],
            _ => [all[0] with { Name = "best" }, all[all.Count / 2] with { Name = "median" }, all[^1] with { Name = "worst" }],
        };

        Excerpt Cut(int n, int from, int count) =>
            new("", n, from, count,
            Enumerable.Range(from, count).Average(t => LossOf(model, part, evaluation.Outputs!, n, starts[n] + t, t)));
    }

    /// <summary>The loss of step t, whose prediction has index <paramref name="at"/>; the error of numbers is in the units of the
    /// file.</summary>
    static double LossOf(Model model, DataPart part, ModelOutputs outputs, int n, int at, int t)
    {
        var (sequence, C) = (part.Raw[n], outputs.Columns);
        return model.Task.Output.LossOf(outputs, at, new OutputTarget(
            model.ClassOf(sequence.StepLabels?[t]),
            sequence.StepTargets?.Slice(t * C, C) ?? []));
    }

    /// <summary>Its title.</summary>
    /// <param name="what">What is shown of it.</param>
    public string Title(string what, string id, int length) =>
        $"{Name}: {what} '{id}'{(Count < length ? $", steps {From + 1} to {From + Count}" : "")}";
}
