using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Takes the rows of a long CSV as they are read.</summary>
interface IRowPass
{
    /// <summary>The words and labels of the rows.</summary>
    WordCodes Words { get; }

    /// <summary>What a thread does with every row that it reads; null: nothing.</summary>
    IRowLook? Look();

    /// <summary>Adds the rows of the next block. False if one does not fit those before it, so that reading gives up.</summary>
    /// <param name="line">The number of lines before the block.</param>
    bool TryAdd(RowBlock rows, long line);
}

/// <summary>Looks at the cells of rows, in any order of the blocks.</summary>
interface IRowLook
{
    /// <summary>A block begins.</summary>
    void Begin(TextBlock block);

    /// <summary>The cells of the next row.</summary>
    void Add(CsvCells row);
}
