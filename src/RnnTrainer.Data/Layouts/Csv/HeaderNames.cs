using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>The names in a header and where they stand; looking for one that is absent is recorded as a mistake.</summary>
sealed class HeaderNames
{
    public static readonly string[] SequenceNames = ["seq", "sequence", "id"];

    /// <summary>A first column without a name, as R and pandas write the number of a row.</summary>
    public const string RowNumber = "row";

    readonly ErrorLog errors;
    readonly long[] offsets;
    readonly HashSet<string> absent = []; // told once, also where a column is an input and a target
    readonly Dictionary<string, int> places = new(StringComparer.Ordinal); // a header may have a million names, and as many be looked for

    HeaderNames(CsvReader reader, ErrorLog errors)
    {
        this.errors = errors;
        Header = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
        if (Header.Length > 1 && Header[0].Length == 0 && !Header.Contains(RowNumber))
            Header[0] = RowNumber;
        offsets = CsvFile.OffsetsOf(reader);
    }

    public string[] Header { get; }

    /// <exception cref="DataException">The header is no CSV, or has empty or equal names.</exception>
    public static HeaderNames Read(CsvReader reader, byte[] text, ErrorLog errors)
    {
        try
        {
            if (!reader.Read())
                errors.Add(0, "the file has only comments", "A line that begins with # is a comment: write the header without it.");
        }
        catch (CsvFormatException e)
        {
            errors.Add(Quotes.Place(e, text, 0), $"the header has {Quotes.Complaint(e)}", Quotes.Hint);
            errors.ThrowIfAny();
        }

        errors.ThrowIfAny();
        var names = new HeaderNames(reader, errors);
        names.CheckNames();
        errors.ThrowIfAny();
        return names;
    }

    /// <summary>The column of that name, or −1.</summary>
    public int Silently(string? name) => name is not null && places.TryGetValue(name, out var i) ? i : -1;

    public int Find(string name)
    {
        var i = Silently(name);
        if (i < 0 && absent.Add(name))
            errors.Add(offsets[0], $"there is no column '{name}'", NearestName.To(name, Header) is { } near ? $"Did you mean '{near}'? The columns are {this}." : $"The columns are {this}.");
        return i;
    }

    public int Sequence(string? name)
    {
        if (name is not null)
            return Find(name);
        var found = SequenceNames.Select(Silently).FirstOrDefault(i => i >= 0, -1);
        if (found < 0)
            errors.Add(offsets[0], "no column names the sequences", HasNumbers() ? "The first line must name the columns, for example seq,step,x0,label." : $"Name it (sequence:), or call it seq; the columns are {this}.");
        return found;
    }

    /// <summary>No column has two parts: a target among the inputs would give the answer away.</summary>
    public void CheckParts(int[] columns)
    {
        foreach (var twice in columns.Where(i => i >= 0).GroupBy(i => i).Where(g => g.Count() > 1).Select(g => g.Key))
            errors.Add(offsets[twice], $"column '{Header[twice]}' is named twice", "A column is the sequence, the step, an input or a target, and that once.");
    }

    public override string ToString() => Words.FirstFew(Header, 12);

    void CheckNames()
    {
        for (var i = 0; i < Header.Length; i++)
        {
            var first = places.TryAdd(Header[i], i) ? i : places[Header[i]];
            if (Header[i].Length == 0)
                errors.Add(offsets[i], $"column {i + 1} has no name", "Name it in the header, or remove it: a saved row index, or a separator too many?");
            else if (first < i)
                errors.Add(offsets[i], $"column {i + 1} has the name '{Header[i]}' of column {first + 1}", "Give every column its own name.");
        }
    }

    bool HasNumbers() => Header.Any(name => double.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out _));
}
