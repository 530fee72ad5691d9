using System.Text;

namespace RnnTrainer.Data;

/// <summary>Looks at every cell of one column.</summary>
sealed class ColumnScan(string name, MissingMarks missing, CellForm form)
{
    const int FewValues = 32, FewMarks = 4;

    readonly HashSet<string> distinct = new(StringComparer.Ordinal);
    readonly List<string> examples = [];
    readonly HashSet<string> odd = new(StringComparer.OrdinalIgnoreCase); // among numbers
    long numbers, wholes, dates, ambiguous, filled, empty, marked, spaces, letters, nearly;
    double min = double.PositiveInfinity, max = double.NegativeInfinity;

    public string Name => name;

    /// <summary>Cells that cannot be used as they are, such as 1,5 for 1.5, count as well: they are mistakes then.</summary>
    public bool HasNumbers => filled > 0 && 2 * (numbers + nearly) >= filled;

    /// <summary>Whole numbers of few values, which may as well be names.</summary>
    public bool HasCodes => nearly == 0 && wholes == numbers && distinct.Count <= 20 && distinct.Count * 3 <= filled;

    public bool IsBinary => filled > 0 && wholes == filled && min >= 0 && max <= 1;

    /// <summary>Text of few values.</summary>
    public bool IsCategory => filled > 0 && !HasNumbers && !IsDate && distinct.Count <= FewValues && distinct.Count * 2 <= filled;

    public bool IsWord => filled > 0 && !HasNumbers && !IsDate && !IsCategory && !IsAmbiguousDate;

    /// <summary>Cells of several words each, or of many letters.</summary>
    public bool HasTexts => IsWord && (HasSpaces || letters >= 12 * filled);

    public bool HasSpaces => spaces >= 2 * filled;

    /// <summary>Dates such as 01/02/2024.</summary>
    public bool IsAmbiguousDate => ambiguous > 0 && 2 * ambiguous >= filled;

    public bool IsDate => dates > 0 && 2 * dates >= filled && numbers < filled;

    /// <summary>The first cell with groups of digits; null without one.</summary>
    public string? Grouped { get; private set; }

    /// <summary>What stands in place of numbers, where that is a few marks such as n/a and nothing else.</summary>
    public IReadOnlyCollection<string> Marks => HasNumbers && odd.Count <= FewMarks && odd.All(NumberText.IsMissingMark) ? odd : [];

    /// <summary>Cells without a number; among words, NA is a word.</summary>
    public long Missing => HasNumbers ? empty + marked : empty;

    public void Add(ReadOnlySpan<byte> cell)
    {
        var isNumber = form.TryNumber(cell, out var x);
        if (!isNumber && missing.Has(cell))
        {
            (empty, marked) = cell.IsEmpty ? (empty + 1, marked) : (empty, marked + 1);
            return;
        }

        filled++;
        if (isNumber)
        {
            (numbers, min, max) = (numbers + 1, Math.Min(min, x), Math.Max(max, x));
            wholes += x == Math.Floor(x) ? 1 : 0;
            Grouped ??= NumberText.HasGroups(cell, form) ? DataFile.Text(cell) : null;
        }

        else if (odd.Count <= FewMarks)
        {
            odd.Add(NumberText.Shorten(DataFile.Text(cell)));
        }

        spaces += cell.Count((byte)' ');
        letters += cell.Length;
        nearly += !isNumber && NumberText.IsNearly(cell, form) ? 1 : 0;
        var isDate = !isNumber && form.TryDate(cell, out _);
        dates += isDate ? 1 : 0;
        ambiguous += !isNumber && !isDate && cell.Length is > 5 and < 20 && DateText.IsAmbiguous(DataFile.Text(cell)) ? 1 : 0;
        if (distinct.Count < ColumnSummary.MostDistinct)
            Remember(cell);
    }

    public ColumnSummary Summary(ColumnKind? role) =>
        new(name, role ?? Kind(), Missing, distinct.Count, HasNumbers ? min : null, HasNumbers ? max : null, examples);

    ColumnKind Kind() => filled == 0 ? ColumnKind.Empty : IsDate ? ColumnKind.Date : HasNumbers ? ColumnKind.Number : IsCategory ? ColumnKind.Category : ColumnKind.Word;

    void Remember(ReadOnlySpan<byte> cell)
    {
        Span<char> room = stackalloc char[128];
        if (cell.Length > room.Length)
            cell = cell[..room.Length];
        ReadOnlySpan<char> chars = room[..Encoding.UTF8.GetChars(cell, room)];
        if (distinct.GetAlternateLookup<ReadOnlySpan<char>>().Add(chars) && examples.Count < 3)
            examples.Add(NumberText.Shorten(chars.ToString()));
    }
}
