using RnnTrainer.Common;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Summary;

/// <summary>A file read with the options that were chosen.</summary>
/// <param name="Set">Its sequences; null if there are errors.</param>
/// <param name="Problems">The first errors.</param>
/// <param name="Count">The number of all errors.</param>
sealed record TrialReading(SequenceSet? Set, IReadOnlyList<Diagnostic> Problems, int Count)
{
    public static TrialReading Of(TextSource text, string file, DataOptions options)
    {
        try
        {
            return new TrialReading(DataFile.OfText(text, file, options), [], 0);
        }
        catch (DataException e)
        {
            return new TrialReading(null, e.Errors, e.Total);
        }
    }
}
