using System.Globalization;
using System.Text;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Common;
using RnnTrainer.Training.Tracing;

namespace RnnTrainer.Cli.Tracing;

/// <summary>A trace as text: a line for each entry of the target of each statement, with its contributions in their order.</summary>
static class TraceText
{
    public static string Of(PassTrace trace)
    {
        var text = new StringBuilder($"{Head(trace.Subject)}\n\ngiven\n");
        foreach (var tensor in trace.Given)
        {
            text.Append($"  {tensor.Name} = {TracedNumbers.Nested(tensor.Shape, tensor.Values)}\n");
        }

        text.Append("\nforward\n");
        Append(text, trace.Forward, trace.Names);
        text.Append(
            CultureInfo.InvariantCulture,
            $"\nbackward, from loss.grad = 1 for each example; 1 / {trace.Subject.Batch} is the 1/B of parameters\n");
        Append(text, trace.Backward, trace.Names);
        text.Append("\ngradients\n");
        foreach (var tensor in trace.Results.Where(r => r.Gradient is not null && trace.Given.Any(g => g.Name == r.Name)))
        {
            text.Append($"  {tensor.Name}.grad = {TracedNumbers.Nested(tensor.Shape, tensor.Gradient!)}\n");
        }

        return text.ToString();
    }

    /// <summary>What was traced, in a line.</summary>
    public static string Head(TraceSubject subject) =>
        $"{subject.Name}: {(subject.Steps is { } steps ? $"{Words.Counted(steps, "time step")}, " : "")}batch {subject.Batch}, hidden " +
        $"{subject.Hidden}, {Words.Counted(subject.Inputs, "input")}, seed {subject.Seed}; float64";

    static void Append(StringBuilder text, IReadOnlyList<TracedStatement> statements, TensorNames names)
    {
        foreach (var traced in statements)
        {
            text.Append(traced.Time is { } t ? $"t = {t}  " : "").Append(TextPrinter.Statement(traced.Statement, names)).Append('\n');
            foreach (var entry in traced.Entries)
            {
                var name = TracedNumbers.Entry(names.Text(traced.Statement.Target.Tensor), entry.Index);
                var terms = TracedNumbers.Terms(traced.Statement.Accumulation, entry, TextPrinter.Expression);
                text.Append($"    {name} = {string.Join(' ', terms)} = {TracedNumbers.Text(entry.After)}\n");
            }
        }
    }
}
