using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Profiling;

/// <summary>What the cells of a column are taken for.</summary>
enum ValueKind
{
    /// <summary>No value, only missing-value markers.</summary>
    Empty,

    Number,

    Date,

    /// <summary>A time of day.</summary>
    Clock,

    /// <summary>A few different texts.</summary>
    Category,

    /// <summary>Many different texts.</summary>
    Word,
}

/// <summary>What one column holds: its kind, and the value of each row that is kept.</summary>
sealed class ColumnFacts
{
    const int FewCategories = 32, FewCodes = 20, FewMarks = 4, LongText = 12;
    const double Nearly = 0.5, FewestWithUnit = 0.1;

    readonly ColumnProfile _profile;
    readonly CellReading[] _readings;
    readonly long[] _counts = new long[Enum.GetValues<CellKind>().Length];

    /// <param name="profile">Its cells.</param>
    /// <param name="index">Its place in the file.</param>
    /// <param name="missing">Numbers that mark missing values in it, such as −999.</param>
    /// <param name="marks">Texts that mark missing values, such as n/a.</param>
    /// <param name="order">The order of day and month where both are possible; the year first: that is ambiguous.</param>
    public ColumnFacts(
        ColumnProfile profile, int index, IReadOnlyList<double> missing, IReadOnlyList<string> marks,
        DateOrder order = DateOrder.YearFirst)
    {
        (_profile, Index) = (profile, index);
        _readings = [.. profile.Readings.Select((r, code) => IsMissing(r, code, missing, marks) ? r with { Kind = CellKind.Marker } : r)];
        foreach (var (reading, count) in _readings.Zip(profile.Counts))
        {
            _counts[(int)reading.Kind] += count;
        }

        Sentinels = [.. profile.Readings.Zip(profile.Counts).Where(p => p.First.IsNumber && missing.Contains(p.First.Number))
            .GroupBy(p => p.First.Number, p => (long)p.Second).Select(g => (g.Key, g.Sum()))];
        var distinct = _readings.Where(r => r.Kind is not (CellKind.Missing or CellKind.Marker)).ToList();

        for (var kind = 0; kind < _counts.Length; kind++)
        {
            _counts[kind] += profile.Below((CellKind)kind);
        }

        Filled = _counts.Sum() - _counts[(int)CellKind.Missing] - _counts[(int)CellKind.Marker];
        Distinct = distinct.Count;
        (DayFirst, MonthFirst) = (Only(distinct, r => double.IsNaN(r.MonthFirst)), Only(distinct, r => double.IsNaN(r.Number)));
        IsMonthFirst = order == DateOrder.MonthFirst || (order == DateOrder.YearFirst && MonthFirst > DayFirst);
        HasEitherOrder = DayFirst == MonthFirst && distinct.Any(r => r.NeedsOrder);
        IsAmbiguousDate = HasEitherOrder && order == DateOrder.YearFirst;
        Kind = KindOf();
        if (IsText)
        {
            Filled += _counts[(int)CellKind.Marker];
            Distinct = _readings.Count(r => r.Kind != CellKind.Missing);
        }

        Values = ValuesOf();
        var numbers = Kind == ValueKind.Number ? distinct.Where(r => r.IsNumber).Select(r => r.Number).ToArray() : [];
        (Min, Max) = numbers.Length == 0 ? (double.NaN, double.NaN) : (numbers.Min(), numbers.Max());
        IsWhole = numbers.Length > 0 && Array.TrueForAll(numbers, x => x == Math.Floor(x)) && _counts[(int)CellKind.OtherNumber] == 0;
        IsPadded = IsWhole && Min >= 0 && distinct.Any(r => r.IsPadded);
        Units = _counts[(int)CellKind.Unit] < FewestWithUnit * Filled ? []
            : [.. distinct.SelectMany(r => r.Unit.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct()
                .Order(StringComparer.Ordinal)];
    }

    /// <summary>What each of the columns holds; they are independent, so all cores share them.</summary>
    public static ColumnFacts[] Of(
        IReadOnlyList<ColumnProfile> columns, IReadOnlyList<double> missing, IReadOnlyList<string> marks,
        DateOrder order = DateOrder.YearFirst) =>
        [.. columns.AsParallel().AsOrdered().Select((c, i) => new ColumnFacts(c, i, missing, marks, order))];

    public string Name => _profile.Name;

    /// <summary>The numbers that mark missing values in it, and how often each occurs.</summary>
    public IReadOnlyList<(double Value, long Count)> Sentinels { get; }

    /// <summary>The column's number in the file.</summary>
    public int Index { get; }

    public ColumnProfile Profile => _profile;

    public ValueKind Kind { get; }

    /// <summary>The number of cells that hold a value.</summary>
    public long Filled { get; }

    /// <summary>The number of cells that hold none.</summary>
    public long Missing => _counts.Sum() - Filled;

    /// <summary>The number of different values among the rows that are kept.</summary>
    public int Distinct { get; }

    /// <summary>The least number; NaN in a column of no numbers.</summary>
    public double Min { get; }

    public double Max { get; }

    /// <summary>
    /// For each row that is kept its number, or the seconds since 1970 or midnight of its time; of texts the number of the distinct cell;
    /// NaN where there is none.
    /// </summary>
    public double[] Values { get; }

    /// <summary>Whether all numbers are whole.</summary>
    public bool IsWhole { get; }

    /// <summary>The units next to its numbers; none if hardly any number has one, so that it is an error.</summary>
    public IReadOnlyList<string> Units { get; }

    /// <summary>The number of distinct dates that are dates only if the day, or only if the month, comes first.</summary>
    public int DayFirst { get; }

    public int MonthFirst { get; }

    /// <summary>Whether all its dates can be read with the day and with the month first, and some differ.</summary>
    public bool HasEitherOrder { get; }

    /// <summary>Whether its dates can be read in two ways, and none says which.</summary>
    public bool IsAmbiguousDate { get; }

    /// <summary>Whether whole numbers of one length have zeros in front, as names do.</summary>
    public bool IsPadded { get; }

    bool IsMonthFirst { get; }

    /// <summary>Whether its name says that it orders the rows.</summary>
    public bool HasStepName => Name == "step" || ColumnSample.IsTime(Name);

    public bool IsNumber => Kind == ValueKind.Number;

    public bool IsText => Kind is ValueKind.Category or ValueKind.Word;

    /// <summary>Whether all its numbers are 0 or 1.</summary>
    public bool IsBinary => IsWhole && Min >= 0 && Max <= 1;

    /// <summary>Whether it has one value only.</summary>
    public bool IsConstant => Filled > 1 && Distinct == 1;

    /// <summary>Whether it holds a few different whole numbers, which may be names of classes.</summary>
    public bool HasCodes => IsWhole && Distinct <= FewCodes && Distinct * 3 <= Filled;

    /// <summary>Whether it may name classes: a few different texts, or a few different whole numbers.</summary>
    public bool HasClasses => Kind == ValueKind.Category || HasCodes;

    /// <summary>Whether no value occurs twice.</summary>
    public bool IsDifferent => Filled > 0 && Distinct == Math.Min(Filled, _profile.Rows.Length);

    /// <summary>Whether hardly any cell has a value, but some.</summary>
    public static bool AreFew(long filled, long missing) => filled > 0 && filled * 10 < filled + missing;

    /// <summary>Whether hardly any cell has a value.</summary>
    public bool IsSparse => AreFew(Filled, Missing);

    /// <summary>Whether the cells hold several words each, or many letters.</summary>
    public bool HasTexts => Kind == ValueKind.Word && (HasSpaces || _profile.Sizes.Letters >= LongText * Filled);

    public bool HasSpaces => _profile.Sizes.Spaces >= 2 * Filled;

    /// <summary>The number of cells of a column of numbers, or of dates, that are none.</summary>
    public long Bad => Kind switch
    {
        ValueKind.Number => _counts[(int)CellKind.Word] + _counts[(int)CellKind.Date] + _counts[(int)CellKind.Clock],
        ValueKind.Date => Filled - _counts[(int)CellKind.Date],
        ValueKind.Clock => Filled - _counts[(int)CellKind.Clock],
        _ => 0,
    };

    /// <summary>The cells of a column of numbers that are none, if they are a few markers such as n/a and nothing else.</summary>
    public IReadOnlyList<string> Marks
    {
        get
        {
            string?[] odd = Kind != ValueKind.Number ? []
                : [.. Enumerable.Range(0, _profile.Codes).Where(c => _readings[c].Kind is CellKind.Word or CellKind.OtherNumber)
                    .Select(_profile.Word).Take(FewMarks + 1)];
            return odd.Length <= FewMarks && odd.All(o => o is not null && NumberError.IsMissingMarker(o)) ? [.. odd.OfType<string>()] : [];
        }
    }

    /// <summary>The column as far as it is known.</summary>
    public WholeColumn Whole => new(Filled, Missing, Bad, Min, Max, Distinct);

    bool IsMissing(CellReading reading, int code, IReadOnlyList<double> missing, IReadOnlyList<string> marks) =>
        (reading.IsNumber && missing.Contains(reading.Number))
        || (marks.Count > 0 && reading.Kind is CellKind.Word or CellKind.OtherNumber
            && marks.Contains(_profile.Word(code), StringComparer.OrdinalIgnoreCase));

    ValueKind KindOf()
    {
        var numbers = _counts[(int)CellKind.Number] + _counts[(int)CellKind.Unit] + _counts[(int)CellKind.OtherNumber];
        return Filled == 0 ? ValueKind.Empty
            : numbers >= Nearly * Filled ? ValueKind.Number
            : _counts[(int)CellKind.Date] >= Nearly * Filled ? ValueKind.Date
            : _counts[(int)CellKind.Clock] >= Nearly * Filled ? ValueKind.Clock
            : Distinct <= FewCategories && Distinct * 2 <= Filled ? ValueKind.Category
            : ValueKind.Word;
    }

    double[] ValuesOf()
    {
        double[] values = [.. _readings.Select((reading, code) => Kind switch
        {
            ValueKind.Number => reading.IsNumber ? reading.Number : double.NaN,
            ValueKind.Date => reading.Kind != CellKind.Date ? double.NaN : IsMonthFirst ? reading.MonthFirst : reading.Number,
            ValueKind.Clock => reading.Kind == CellKind.Clock ? reading.Number : double.NaN,
            _ => reading.Kind == CellKind.Missing ? double.NaN : code,
        })];
        var rows = _profile.Rows;
        var all = new double[rows.Length];
        for (var n = 0; n < all.Length; n++)
        {
            all[n] = values[rows[n]];
        }

        return all;
    }

    static int Only(List<CellReading> distinct, Func<CellReading, bool> isOnly) =>
        distinct.Count(r => r.Kind == CellKind.Date && isOnly(r));
}
