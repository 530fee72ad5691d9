using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Checks;

/// <summary>Times that are missing from a series.</summary>
static class TimeFindings
{
    /// <summary>Of the usual distance: months and years are not all of one length.</summary>
    const double Gap = 1.5;

    public static IEnumerable<DataFinding> In(NamedSequences set)
    {
        var (gaps, form) = (0, CellFormat.Of(set.Options));
        string? first = null;
        foreach (var steps in set.Sequences.Select(s => s.Steps).OfType<string[]>())
        {
            var usual = StepSpacing.Of(steps, form)?.TotalDays ?? 0;
            for (var t = 1; t < steps.Length && usual > 0; t++)
            {
                if (StepSpacing.Days(steps[t], form) - StepSpacing.Days(steps[t - 1], form) <= Gap * usual)
                {
                    continue;
                }

                gaps++;
                first ??= $"after {steps[t - 1]} comes {steps[t]}";
            }
        }

        if (first is not null)
        {
            yield return new DataFinding("gap", string.Create(CultureInfo.InvariantCulture, $"{Words.Counted(gaps, "step")} {Words.Agree(gaps, "is", "are")} farther apart than usual: {first}"), "The model takes all steps as equally long: add rows for what is missing, with empty cells.");
        }
    }
}
