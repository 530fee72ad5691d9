using Parquet;
using Parquet.Schema;

namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>
/// Writes a table as a Parquet file, in row groups, of which one is in memory. Texts are strings, numbers doubles, whole numbers 64-bit
/// integers; any may be missing.
/// </summary>
sealed class ParquetTableWriter(Stream to) : TableWriter
{
    /// <summary>The most rows and cells of a row group.</summary>
    const int MostRows = 100_000, MostCells = 5_000_000;

    IReadOnlyList<string> _names = [];
    CellList?[] _columns = [];
    DataField[] _fields = [];
    ParquetWriter? _writer;
    int _at, _rows;

    public override void Begin(IReadOnlyList<string> names) => (_names, _columns) = (names, new CellList?[names.Count]);

    public override void Cell(string text) => List<TextList>().Add(text.Length == 0 ? null : text);

    public override void Cell(double number) => List<NumberList<double>>().Add(double.IsNaN(number) ? null : number);

    public override void Cell(long number) => List<NumberList<long>>().Add(number);

    public override void EndRow()
    {
        _at = 0;
        if (++_rows >= Math.Clamp(MostCells / Math.Max(1, _names.Count), 1, MostRows))
        {
            WriteGroup();
        }
    }

    public override void End()
    {
        if (_rows > 0 || _writer is null)
        {
            WriteGroup();
        }

        _writer!.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    TList List<TList>()
        where TList : CellList, new() => (TList)(_columns[_at++] ??= new TList());

    void WriteGroup()
    {
        for (var c = 0; c < _columns.Length; c++)
        {
            _columns[c] ??= new TextList(); // of a table without rows
        }

        _writer ??= Writer();
        using var group = _writer.CreateRowGroup();
        for (var c = 0; c < _columns.Length; c++)
        {
            _columns[c]!.WriteTo(group, _fields[c]).GetAwaiter().GetResult();
        }

        _rows = 0;
    }

    ParquetWriter Writer()
    {
        var schema = new ParquetSchema(_names.Select((name, c) => _columns[c]!.Field(name)));
        _fields = schema.DataFields;
        return ParquetWriter.CreateAsync(schema, to, new ParquetOptions { CompressionMethod = CompressionMethod.Snappy })
            .GetAwaiter().GetResult();
    }

    /// <summary>The cells of a column in a row group.</summary>
    abstract class CellList
    {
        public abstract DataField Field(string name);

        /// <summary>Writes the cells, after which there are none.</summary>
        public abstract Task WriteTo(ParquetRowGroupWriter group, DataField column);
    }

    sealed class TextList : CellList
    {
        readonly List<string?> _cells = [];

        public void Add(string? text) => _cells.Add(text);

        public override DataField Field(string name) => new DataField<string>(name);

        public override async Task WriteTo(ParquetRowGroupWriter group, DataField column)
        {
            await group.WriteAsync(column, _cells);
            _cells.Clear();
        }
    }

    sealed class NumberList<T> : CellList
        where T : struct
    {
        readonly List<T?> _cells = [];

        public void Add(T? number) => _cells.Add(number);

        public override DataField Field(string name) => new DataField<T?>(name);

        public override async Task WriteTo(ParquetRowGroupWriter group, DataField column)
        {
            await group.WriteAsync<T>(column, _cells.ToArray().AsMemory());
            _cells.Clear();
        }
    }
}
