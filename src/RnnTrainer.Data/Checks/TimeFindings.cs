using RnnTrainer.Common;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Checks;

/// <summary>Times that are missing in a series.</summary>
static class TimeFindings
{
    /// <summary>
    /// Steps that are farther apart than this multiple of the usual distance have a gap between them; months and years differ in length.
    /// </summary>
    const double Gap = 1.5;

    /// <summary>The findings in one set.</summary>
    public static IEnumerable<DataFinding> In(NamedSequences set)
    {
        var format = CellFormat.Of(set.Options);
        var gaps = set.Sequences.Select(s => s.Steps).OfType<string[]>().SelectMany(steps => Gaps(steps, format)).ToList();
        if (gaps.Count > 0)
        {
            yield return new DataFinding(
                "gap",
                $"{Words.Counted(gaps.Count, "step")} {Words.Agree(gaps.Count, "is", "are")} farther apart than usual: after " +
                $"{gaps[0].Before} comes {gaps[0].After}",
                "The model treats all steps as equally long: add rows with empty cells for the missing times.");
        }
    }

    static IEnumerable<(string Before, string After)> Gaps(string[] steps, CellFormat format)
    {
        var usual = StepSpacing.Of(steps, format)?.TotalDays ?? 0;
        for (var t = 1; t < steps.Length && usual > 0; t++)
        {
            if (!(StepSpacing.Days(steps[t], format) - StepSpacing.Days(steps[t - 1], format) <= Gap * usual))
            {
                yield return (steps[t - 1], steps[t]);
            }
        }
    }
}
