using System.Globalization;
using System.Text;
using RnnTrainer.Training.Gradcheck;

namespace RnnTrainer.Cli.Gradcheck;

/// <summary>The gradients by time step as text: a line per t, with the norm of the gradient of each tensor and its worst relative
/// error.</summary>
static class GradcheckStepText
{
    public static string Of(IReadOnlyList<StepCheck> steps)
    {
        var text = new StringBuilder(
            "by step: norm of the gradient, worst relative error; the pass runs from the last line to the first\n");
        var names = steps[0].Tensors.Select(t => t.Name).ToList();
        text.Append(CultureInfo.InvariantCulture, $"{"t",5}{string.Concat(names.Select(n => $"  {n,25}"))}\n");
        foreach (var step in steps)
        {
            text.Append($"{step.Step,5}{string.Concat(step.Tensors.Select(Cell))}".TrimEnd()).Append('\n');
        }

        return text.Append(Sentence(steps)).ToString();
    }

    static string Cell(StepTensor tensor) =>
        string.Create(
            CultureInfo.InvariantCulture, $"  {tensor.Norm,10:0.0e+0} {tensor.Relative,8:0.0e+0} {(tensor.Passed ? "ok" : "WRONG"),-5}");

    static string Sentence(IReadOnlyList<StepCheck> steps)
    {
        if (steps.LastOrDefault(s => s.Tensors.Any(t => !t.Passed)) is not { } first)
        {
            return "";
        }

        var wrong = first.Tensors.Where(t => !t.Passed).Select(t => t.Name);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"going back in time, the first wrong gradient is that of {string.Join(" and ", wrong)} at t = {first.Step}\n");
    }
}
