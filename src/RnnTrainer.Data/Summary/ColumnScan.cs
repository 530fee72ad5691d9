using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Summary;

/// <summary>Statistics of all cells of one column.</summary>
sealed class ColumnScan(string name, MissingMarkers missing, CellFormat form)
{
    const int FewValues = 32, FewMarks = 4, SomeNames = 10;

    readonly HashSet<string> distinct = new(StringComparer.Ordinal);
    readonly List<string> examples = [];
    readonly HashSet<string> odd = new(StringComparer.OrdinalIgnoreCase); // among numbers
    long numbers, wholes, dates, ambiguous, filled, empty, marked, spaces, letters, nearly;
    double min = double.PositiveInfinity, max = double.NegativeInfinity, before = double.NaN;
    int falls;

    public string Name => name;

    /// <summary>
    /// Whether at least half of the cells are numbers. Cells in another format, such as 1,5 for 1.5, count as well: they are reported as
    /// errors.
    /// </summary>
    public bool HasNumbers => filled > 0 && 2 * (numbers + nearly) >= filled;

    /// <summary>Whether the column holds few whole numbers, which may be names of classes.</summary>
    public bool HasCodes => nearly == 0 && wholes == numbers && distinct.Count <= 20 && distinct.Count * 3 <= filled;

    public bool IsBinary => filled > 0 && wholes == filled && min >= 0 && max <= 1;

    /// <summary>Whether the column holds whole numbers only.</summary>
    public bool IsWhole => filled > 0 && wholes == filled;

    /// <summary>Whether no value occurs twice among those that are counted.</summary>
    public bool IsDifferent => filled > 0 && distinct.Count == Math.Min(filled, ColumnSummary.MostDistinct);

    /// <summary>
    /// Whether the values may be the names of the sequences: there are as many, more than a few, and they are texts or numbers counted by
    /// ones.
    /// </summary>
    public bool Names(int sequences) =>
        sequences >= SomeNames && distinct.Count == sequences && (!HasNumbers || (IsWhole && max - min + 1 == sequences));

    /// <summary>Whether the column holds seconds or milliseconds since 1970 that rise within each sequence.</summary>
    public bool IsUnixTime(int sequences) => IsWhole && distinct.Count > 2 && UnixTime.Is(min) && UnixTime.Is(max) && falls < sequences;

    /// <summary>Whether the column holds text of few values.</summary>
    public bool IsCategory => filled > 0 && !HasNumbers && !IsDate && distinct.Count <= FewValues && distinct.Count * 2 <= filled;

    public bool IsWord => filled > 0 && !HasNumbers && !IsDate && !IsCategory && !IsAmbiguousDate;

    /// <summary>Whether the cells hold several words each, or many letters.</summary>
    public bool HasTexts => IsWord && (HasSpaces || letters >= 12 * filled);

    public bool HasSpaces => spaces >= 2 * filled;

    /// <summary>Whether the column holds dates such as 01/02/2024.</summary>
    public bool IsAmbiguousDate => ambiguous > 0 && 2 * ambiguous >= filled;

    public bool IsDate => dates > 0 && 2 * dates >= filled && numbers < filled;

    /// <summary>The first cell with groups of digits; null if there is none.</summary>
    public string? Grouped { get; private set; }

    /// <summary>The cells that are not numbers, if they are a few missing-value markers such as n/a and nothing else.</summary>
    public IReadOnlyCollection<string> Marks => HasNumbers && odd.Count <= FewMarks && odd.All(NumberError.IsMissingMarker) ? odd : [];

    /// <summary>The number of missing values; in a column of words, NA is a word.</summary>
    public long Missing => HasNumbers ? empty + marked : empty;

    public void Add(ReadOnlySpan<byte> cell)
    {
        var isNumber = NumberText.TryRead(cell, form, out var x) && !missing.IsNumber(cell);
        if (!isNumber && missing.Contains(cell))
        {
            (empty, marked) = cell.IsEmpty ? (empty + 1, marked) : (empty, marked + 1);
            return;
        }

        filled++;
        if (isNumber)
        {
            (numbers, min, max) = (numbers + 1, Math.Min(min, x), Math.Max(max, x));
            wholes += x == Math.Floor(x) ? 1 : 0;
            falls += x < before ? 1 : 0;
            before = x;
            Grouped ??= NumberText.HasGroups(cell, form) ? Encoding.UTF8.GetString(cell) : null;
        }

        else if (odd.Count <= FewMarks)
        {
            odd.Add(Printable.Cell(Encoding.UTF8.GetString(cell)));
        }

        spaces += cell.Count((byte)' ');
        letters += cell.Length;
        nearly += !isNumber && NumberError.IsInOtherFormat(cell, form) ? 1 : 0;
        var isDate = !isNumber && DateText.TryParse(cell, form.Dates, out _);
        dates += isDate ? 1 : 0;
        ambiguous += !isNumber && !isDate && cell.Length is > 5 and < 20 && DateText.IsAmbiguous(Encoding.UTF8.GetString(cell)) ? 1 : 0;
        if (distinct.Count < ColumnSummary.MostDistinct)
        {
            Remember(cell);
        }
    }

    public ColumnSummary Summary(ColumnKind? role) =>
        new(name, role ?? Kind(), Missing, distinct.Count, HasNumbers ? min : null, HasNumbers ? max : null, examples);

    ColumnKind Kind() =>
        filled == 0 ? ColumnKind.Empty : IsDate ? ColumnKind.Date : HasNumbers ? ColumnKind.Number : IsCategory ? ColumnKind.Category
        : ColumnKind.Word;

    void Remember(ReadOnlySpan<byte> cell)
    {
        Span<char> room = stackalloc char[128];
        if (cell.Length > room.Length)
        {
            cell = cell[..room.Length];
        }

        ReadOnlySpan<char> chars = room[..Encoding.UTF8.GetChars(cell, room)];
        if (distinct.GetAlternateLookup<ReadOnlySpan<char>>().Add(chars) && examples.Count < 3)
        {
            examples.Add(Printable.Cell(chars.ToString()));
        }
    }
}
