using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Keeps the rows of a long CSV.</summary>
/// <param name="table">Where.</param>
sealed class LongKeep(LongTable table, LongColumns columns) : IRowPass
{
    public WordCodes Words => table.Rows.Words;

    public IRowLook? Look() => null;

    public bool TryAdd(RowBlock rows, long line)
    {
        foreach (var run in rows.Runs)
        {
            var sequence = table.Enter(run.Id, line + run.Line + 1, out var continues);
            if ((continues && columns.Steps.Length == 0) || sequence.Add(rows, run, table.Rows.Count + run.From, Words, _ => 0) >= 0)
            {
                return false;
            }
        }

        table.Rows.Add(rows);
        return true;
    }
}
