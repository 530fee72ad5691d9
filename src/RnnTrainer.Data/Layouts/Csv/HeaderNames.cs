using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>The column names of a CSV file and where they are. Looking for a name that is absent is recorded as an error.</summary>
sealed class HeaderNames
{
    /// <summary>Names of a column that names the sequences, where none is configured.</summary>
    public static readonly string[] SequenceNames = ["seq", "sequence", "id"];

    /// <summary>The name given to a first column without a name, which R and pandas write for the row's number.</summary>
    public const string RowNumber = "row";

    readonly ErrorLog _errors;
    readonly long[] _offsets;
    readonly HashSet<string> _absent = []; // each is reported once, even if it is named as an input and as a target
    // a header may have a million names, and as many may be looked for
    readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    HeaderNames(CsvReader reader, ErrorLog errors)
    {
        _errors = errors;
        Header = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
        if (Header.Length > 1 && Header[0].Length == 0 && !Header.Contains(RowNumber))
        {
            Header[0] = RowNumber;
        }

        _offsets = CsvFile.OffsetsOf(reader);
    }

    /// <summary>The names, in the file's order.</summary>
    public string[] Header { get; }

    /// <summary>Reads the header, the first record.</summary>
    /// <exception cref="DataException">The header is not CSV, or has empty or equal names.</exception>
    public static HeaderNames Read(CsvReader reader, byte[] text, ErrorLog errors)
    {
        try
        {
            if (!reader.Read())
            {
                errors.Add(0, "the file has only comments", "A line that begins with # is a comment: write the header without it.");
            }
        }
        catch (CsvFormatException e)
        {
            QuotingError.AddTo(errors, text, e.ByteOffset, 0, "the header has ");
        }

        errors.ThrowIfAny();
        var names = new HeaderNames(reader, errors);
        names.CheckNames();
        errors.ThrowIfAny();
        return names;
    }

    /// <summary>The column of that name; −1 if there is none.</summary>
    public int IndexOf(string? name) => name is not null && _columns.TryGetValue(name, out var i) ? i : -1;

    /// <summary>The column of that name; −1, with the error recorded, if there is none.</summary>
    public int Find(string name)
    {
        var i = IndexOf(name);
        if (i < 0 && _absent.Add(name))
        {
            var near = NearestName.To(name, Header);
            _errors.Add(
                _offsets[0], $"there is no column '{name}'", $"{(near is null ? "" : $"Did you mean '{near}'? ")}The columns are {this}.");
        }

        return i;
    }

    /// <summary>The byte at which the name of a column begins.</summary>
    public long OffsetOf(int column) => _offsets[column];

    /// <summary>The columns that name the sequences, configured or usual; −1, with the error recorded, for one that is absent.</summary>
    public int[] FindSequence(IReadOnlyList<string> configured)
    {
        if (configured.Count > 0)
        {
            return [.. configured.Select(Find)];
        }

        var found = UsualSequence();
        if (found < 0)
        {
            var hint = HasNumbers()
                ? "The first line must name the columns, for example seq,step,x0,label."
                : $"Name it (sequence:), or call it seq; the columns are {this}.";
            _errors.Add(_offsets[0], "no column names the sequences", hint);
        }

        return [found];
    }

    /// <summary>The column with a usual name for sequences; −1 if there is none.</summary>
    public int UsualSequence() => SequenceNames.Select(IndexOf).FirstOrDefault(i => i >= 0, -1);

    /// <summary>Records columns that have two roles: a target among the inputs would tell the model what to predict.</summary>
    public void CheckRoles(int[] columns)
    {
        foreach (var twice in columns.Where(i => i >= 0).GroupBy(i => i).Where(g => g.Count() > 1).Select(g => g.Key))
        {
            _errors.Add(
                _offsets[twice], $"column '{Header[twice]}' is named twice",
                "Use a column once: as the sequence, the step, an input or a target.");
        }
    }

    /// <summary>The names in a message.</summary>
    public override string ToString() => Words.FirstFew(Header, 12);

    void CheckNames()
    {
        for (var i = 0; i < Header.Length; i++)
        {
            var first = _columns.TryAdd(Header[i], i) ? i : _columns[Header[i]];
            if (Header[i].Length == 0)
            {
                _errors.Add(
                    _offsets[i], $"column {i + 1} has no name",
                    "Name it in the header, or remove it: a saved row index, or a separator too many?");
            }
            else if (first < i)
            {
                _errors.Add(
                    _offsets[i], $"column {i + 1} has the name '{Header[i]}' of column {first + 1}", "Give every column its own name.");
            }
        }
    }

    bool HasNumbers() => Header.Any(name => double.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out _));
}
