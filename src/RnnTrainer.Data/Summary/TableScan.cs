using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Summary;

/// <summary>Statistics of all rows of a CSV: what the columns hold, how long the sequences are, what is constant in a sequence.</summary>
sealed class TableScan
{
    readonly Dictionary<string, int> _lengths = new(StringComparer.Ordinal);
    readonly Dictionary<string, ulong[]> _first = new(StringComparer.Ordinal);

    TableScan(string[] header, DataOptions options, CellFormat form)
    {
        Header = header;
        var missing = new MissingMarkers(options);
        Columns = [.. header.Select(name => new ColumnScan(name, missing, form))];
        Varies = new bool[header.Length];
    }

    public string[] Header { get; }

    public ColumnScan[] Columns { get; }

    /// <summary>For each column whether it changes within a sequence.</summary>
    public bool[] Varies { get; }

    public long Rows { get; private set; }

    /// <summary>The lengths of the sequences in the file's order; the number of rows if no column names sequences.</summary>
    public IReadOnlyCollection<int> Lengths => _lengths.Count == 0 ? [(int)Rows] : _lengths.Values;

    /// <summary>Scans a text.</summary>
    /// <exception cref="DataException">There is no header that can be understood.</exception>
    public static TableScan Of(byte[] text, string file, DataOptions options, Layout layout)
    {
        var errors = ErrorLog.OfValid(text, file);
        using var reader = CsvFile.Open(text);
        var names = HeaderNames.Read(reader, text, errors);
        foreach (var named in layout == Layout.Files ? []
            : options.Target.Concat(options.Sequence).Concat(options.Step))
        {
            names.Find(named);
        }

        errors.ThrowIfAny();
        var scan = new TableScan(names.Header, options, CellFormat.Of(options, reader.Separator));
        var sequence = layout == Layout.Long
            ? names.IndexOf(options.Sequence.FirstOrDefault() ?? HeaderNames.SequenceNames.FirstOrDefault(names.Header.Contains)) : -1;
        options.Progress?.Begin(text.Length);
        for (var rows = new CsvRows(reader, text, errors, options.Progress); rows.Next(); scan.Rows++)
        {
            for (var i = 0; i < Math.Min(scan.Header.Length, reader.FieldCount); i++)
            {
                scan.Columns[i].Add(reader.GetSpan(i));
            }

            if (sequence >= 0 && reader.FieldCount == scan.Header.Length)
            {
                scan.Enter(reader, sequence);
            }
        }

        return scan;
    }

    void Enter(CsvHelper.CsvReader reader, int sequence)
    {
        var id = reader.GetString(sequence);
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_lengths, id, out var known)++;
        if (!known)
        {
            _first.Add(id, new ulong[Header.Length]);
        }

        var before = _first[id];
        for (var i = 0; i < before.Length; i++)
        {
            var hash = Fingerprint(reader.GetSpan(i));
            Varies[i] |= known && hash != before[i];
            before[i] = known ? before[i] : hash;
        }
    }

    static ulong Fingerprint(ReadOnlySpan<byte> cell)
    {
        var hash = new HashCode();
        hash.AddBytes(cell);
        return ((ulong)cell.Length << 32) | (uint)hash.ToHashCode();
    }
}
