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
    readonly List<string> _notes = [];
    TextSource? _text; // null if there is no header
    bool _endsInEmptyColumns;

    HeaderNames(string[] header, long[] offsets, ErrorLog errors) => (Header, _offsets, _errors) = (header, offsets, errors);

    /// <summary>The names, in the file's order. Columns at the end without names and values are left out.</summary>
    public string[] Header { get; private set; }

    /// <summary>The other columns without names and values, which are no inputs.</summary>
    public IReadOnlySet<int> Empty { get; private set; } = new HashSet<int>();

    /// <summary>
    /// Reads the header, the first record. If the options say that there is none, the columns are called c0, c1, …, and the first record is
    /// the next to be read.
    /// </summary>
    /// <exception cref="DataException">The header is not CSV, or has equal names or none.</exception>
    public static HeaderNames Read(CsvReader reader, TextSource text, ErrorLog errors, DataOptions options)
    {
        if (!options.HasHeader)
        {
            using var first = CsvFile.Open(text);
            ReadFirst(first, text, errors);
            string[] counted = [.. Enumerable.Range(0, first.FieldCount).Select(i => $"c{i}")];
            return Checked(new HeaderNames(counted, CsvFile.OffsetsOf(first), errors));
        }

        ReadFirst(reader, text, errors);
        string[] cells = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
        var names = new HeaderNames(Array.ConvertAll(cells, Trimmed), CsvFile.OffsetsOf(reader), errors);
        names._text = text;
        names.NameAll(text, options);
        if (names.IsRow())
        {
            names._notes.Add(
                "the first line is taken for the names of the columns, but it holds values like the lines below it: header: false " +
                "reads it as a row");
        }

        return Checked(names);
    }

    /// <summary>What a user should know of the header and the rows below it.</summary>
    /// <param name="longer">The number of rows with empty fields after those of the columns.</param>
    public IReadOnlyList<string> Notes(long longer) => longer == 0 || _endsInEmptyColumns ? _notes
        :
        [
            .. _notes,
            $"{Words.Counted(longer, "row")} {Words.Agree(longer, "ends", "end")} in a separator: the empty field after it is passed over",
        ];

    /// <summary>Notes that columns with names have no values and are no inputs.</summary>
    public void AddEmpty(IReadOnlyList<int> columns)
    {
        if (columns.Count > 0)
        {
            _notes.Add(
                $"{Words.Agree(columns.Count, "column", "columns")} " +
                    $"{Words.FirstFew([.. columns.Select(i => $"'{Header[i]}'")], most: 5, shown: 4)} " +
                $"{Words.Agree(columns.Count, "has", "have")} no values and {Words.Agree(columns.Count, "is", "are")} left out");
        }
    }

    static void ReadFirst(CsvReader reader, TextSource text, ErrorLog errors)
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
            using var window = new TextWindow(text);
            QuotingError.AddTo(errors, window, e.ByteOffset, 0, "the header has ");
        }

        errors.ThrowIfAny();
    }

    static HeaderNames Checked(HeaderNames names)
    {
        names.CheckNames();
        names._errors.ThrowIfAny();
        return names;
    }

    /// <summary>A name without spaces and byte order marks around it.</summary>
    static string Trimmed(string name)
    {
        var (start, end) = (0, name.Length);
        while (start < end && IsBlank(name[start]))
        {
            start++;
        }

        while (start < end && IsBlank(name[end - 1]))
        {
            end--;
        }

        return name[start..end];

        static bool IsBlank(char c) => char.IsWhiteSpace(c) || c == '\uFEFF';
    }

    /// <summary>
    /// Gives columns without a name one by their place. The first is <see cref="RowNumber"/>; those whose cells are all empty are no
    /// columns.
    /// </summary>
    void NameAll(TextSource text, DataOptions options)
    {
        if (Header.All(name => name.Length == 0))
        {
            return;
        }

        if (Header[0].Length == 0 && !Header.Contains(RowNumber))
        {
            Header[0] = RowNumber;
        }

        var unnamed = Enumerable.Range(0, Header.Length).Where(i => Header[i].Length == 0).ToList();
        if (unnamed.Count == 0)
        {
            return;
        }

        var filled = CsvFile.Filled(text, unnamed, options);
        var taken = Header.ToHashSet(StringComparer.Ordinal);
        foreach (var i in unnamed)
        {
            Header[i] = $"column{i + 1}";
            while (!taken.Add(Header[i]))
            {
                Header[i] += "_";
            }
        }

        var last = Header.Length - 1;
        while (unnamed.Contains(last) && !filled.Contains(last))
        {
            last--;
        }

        _endsInEmptyColumns = last < Header.Length - 1;
        Header = Header[..(last + 1)];
        Empty = unnamed.Where(i => i <= last && !filled.Contains(i)).ToHashSet();
        AddNotes([.. unnamed.Where(i => !filled.Contains(i))], [.. unnamed.Where(filled.Contains)]);
    }

    void AddNotes(int[] empty, int[] filled)
    {
        if (empty.Length > 0)
        {
            _notes.Add($"{Places(empty)} {Words.Agree(empty.Length, "has", "have")} neither a name nor values and " +
                $"{Words.Agree(empty.Length, "is", "are")} left out");
        }

        if (filled.Length > 0)
        {
            _notes.Add(
                $"{Places(filled)} {Words.Agree(filled.Length, "has", "have")} no name and {Words.Agree(filled.Length, "is", "are")} " +
                    $"called " +
                Words.FirstFew([.. filled.Select(i => Header[i])], most: 5, shown: 4));
        }
    }

    static string Places(int[] columns) =>
        $"{Words.Agree(columns.Length, "column", "columns")} {Words.FirstFew([.. columns.Select(i => $"{i + 1}")], most: 5, shown: 4)}";

    /// <summary>The column of that name; −1 if there is none.</summary>
    public int IndexOf(string? name) => name is not null && _columns.TryGetValue(Trimmed(name), out var i) ? i : -1;

    /// <summary>The column of that name; −1, with the error recorded, if there is none.</summary>
    public int Find(string name)
    {
        var i = IndexOf(name);
        if (i < 0 && _absent.Add(name))
        {
            var near = NearestName.To(name, Header) is { } other ? $"Did you mean '{other}'? " : "";
            var row = IsRow() ? "The first line seems to be a row: if it is, set header: false. " : "";
            _errors.Add(_offsets[0], $"there is no column '{name}'", $"{near}{row}The columns are {this}.");
        }

        return i;
    }

    /// <summary>The column that names the groups of the sequences; −1: there is none, which is an error if there has to be one.</summary>
    public int FindGroup(DataOptions options) =>
        options.Group is not { } name ? -1 : options.GroupMayMiss ? IndexOf(name) : Find(name);

    /// <summary>The byte at which the name of a column begins.</summary>
    public long OffsetOf(int column) => _offsets[column];

    /// <summary>The columns that name the sequences, configured or usual; −1, with the error recorded, for one that is absent.</summary>
    /// <param name="used">Columns with another role: a usual name does not make them names.</param>
    public int[] FindSequence(IReadOnlyList<string> configured, params IEnumerable<string> used)
    {
        if (configured.Count > 0)
        {
            return [.. configured.Select(Find)];
        }

        var found = UsualSequence(used);
        if (found < 0)
        {
            var hint = HasNumbers()
                ? "The first line must name the columns, for example seq,step,x0,label; if it is a row, set header: false."
                : $"Name it (sequence:), or call it seq; the columns are {this}.";
            _errors.Add(_offsets[0], "no column names the sequences", hint);
        }

        return [found];
    }

    /// <summary>Whether a column of a header has a usual name for sequences.</summary>
    /// <exception cref="DataException">It is no text.</exception>
    public static bool NameSequences(TextSource header, string file, DataOptions options)
    {
        using var reader = CsvFile.Open(header);
        return Read(reader, header, ErrorLog.OfValid(header, file), options).UsualSequence() >= 0;
    }

    /// <summary>The column with a usual name for sequences; −1 if there is none.</summary>
    /// <param name="used">Columns with another role.</param>
    public int UsualSequence(params IEnumerable<string> used) =>
        SequenceNames.Except(used).Select(IndexOf).FirstOrDefault(i => i >= 0, -1);

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

    /// <summary>Whether the header holds values like the rows below it.</summary>
    bool IsRow() => _text is not null && Header.Any(CellLook.IsValue) && !HeaderDetection.HasHeader(_text.Head);

    void CheckNames()
    {
        for (var i = 0; i < Header.Length; i++)
        {
            var first = _columns.TryAdd(Header[i], i) ? i : _columns[Header[i]];
            if (Header[i].Length == 0)
            {
                _errors.Add(
                    _offsets[i], $"column {i + 1} has no name",
                    "The first line must name the columns; if it is a row, set header: false.");
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
