using System.Text;
using RnnTrainer.Autodiff;
using RnnTrainer.Common;
using RnnTrainer.Training.Gradcheck;

namespace RnnTrainer.Cli.Gradcheck;

/// <summary>The report of a gradient check as text.</summary>
static class GradcheckText
{
    public static string Of(CheckReport report)
    {
        var text = new StringBuilder();
        Line(text, $"{report.Subject}; central differences in float64");
        var width = report.Tensors.Select(t => t.Name.Length).Append(14).Max();
        Line(
            text,
            $"{"tensor".PadRight(width)} {"shape",-12} {"checked",13} {"absolute",10} {"relative",10}  {"worst at",-12} {"analytic",16} ",
            $"{"numeric",16}  verdict");
        foreach (var tensor in report.Tensors)
        {
            Tensor(text, tensor, width);
        }

        Line(text, $"two backward passes, bit for bit: {(report.Repeats ? "equal" : "NOT equal")}");
        Line(text, $"compiled against the reference: worst {report.Reference.Worst:0.0e+0}  {Verdict(report.Reference.Passed)}");
        Line(text, $"batch duplicated: worst {report.Duplicated.Worst:0.0e+0}  {Verdict(report.Duplicated.Passed)}");
        foreach (var direction in report.Directions)
        {
            Line(
                text,
                $"random direction: analytic {direction.Analytic:g10}, numeric {direction.Numeric:g10}, relative ",
                $"{direction.Relative:0.0e+0}  {(direction.Kink ? "kink" : Verdict(direction.Passed))}");
        }

        if (report.Lengths.Count > 0)
        {
            Line(text, $"error by T: {string.Join("  ", report.Lengths.Select(Error))}");
        }

        if (report.Steps is { } steps)
        {
            text.Append(GradcheckStepText.Of(steps));
        }

        foreach (var error in report.Backward ?? [])
        {
            text.Append(Printable.Lines($"{error}")).Append('\n'); // of several lines: the statement, and the expected one
        }

        Line(text, $"{(report.Passed ? "passed" : "FAILED")}{(report.Worst is { } worst ? Worst(worst) : "")}");
        return text.ToString();
    }

    static string Error(LengthCheck check) =>
        FormattableString.Invariant($"{check.Length}: {check.Worst:0.0e+0}") + (check.Passed ? "" : $" WRONG in {check.Tensor}");

    static string Worst(CheckedTensor tensor) =>
        FormattableString.Invariant($": worst relative error {tensor.Worst!.Relative:0.0e+0} in ")
        + $"{tensor.Name}[{string.Join(',', tensor.Worst.Index)}]";

    static void Tensor(StringBuilder text, CheckedTensor tensor, int width)
    {
        var worst = tensor.Worst;
        var kinks = tensor.Kinks > 0 ? $", {tensor.Kinks} at a kink" : "";
        Line(
            text,
            $"{tensor.Name.PadRight(width)} {$"[{string.Join(',', tensor.Shape)}]",-12} {$"{tensor.Checked}/{tensor.Total}",13} ",
            $"{tensor.WorstAbsolute,10:0.0e+0} {worst?.Relative ?? 0,10:0.0e+0}  {$"[{string.Join(',', worst?.Index ?? [])}]",-12} ",
            $"{worst?.Analytic ?? 0,16:g9} {worst?.Numeric ?? 0,16:g9}  {Verdict(tensor.Passed)}{kinks}");
    }

    static void Line(StringBuilder text, params FormattableString[] parts) =>
        text.Append(Printable.Line(string.Concat(parts.Select(FormattableString.Invariant)))).Append('\n');

    static string Verdict(bool passed) => passed ? "ok" : "WRONG";
}
