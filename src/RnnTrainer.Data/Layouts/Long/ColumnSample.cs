using CsvHelper;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>What the first rows say about each column: whether it holds numbers or dates, and whether it rises.</summary>
sealed class ColumnSample
{
    /// <summary>The number of rows that are looked at.</summary>
    const int MostRows = 100;

    static readonly string[] TimeNames =
    [
        "time", "date", "datetime", "timestamp", "year", "month", "day", "hour", "t", "timestep", "time_step", "frame", "tick", "cycle",
        "zeit", "zeitstempel", "datum", "jahr",
    ];

    static readonly string[] IndexNames = ["rownames", "index", "row", "no", "nr", "unnamed: 0", "idx", "id"];

    readonly ColumnVotes[] _columns;
    readonly int _rows;

    /// <param name="reader">Its current record is the header.</param>
    /// <param name="format">How the file writes numbers and dates.</param>
    public ColumnSample(CsvReader reader, int columns, CellFormat format)
    {
        _columns = new ColumnVotes[columns];
        for (; _rows < MostRows && CsvFile.TryRead(reader); _rows++)
        {
            for (var i = 0; i < Math.Min(columns, reader.FieldCount); i++)
            {
                _columns[i].Add(reader.GetSpan(i), format, isFirstRow: _rows == 0);
            }
        }
    }

    /// <summary>The columns that have no other role and where at least half of the filled cells look like numbers.</summary>
    public int[] Numeric(string[] header, IReadOnlySet<int> taken) =>
        // A column of empty cells has no votes either way: as an input, its cells are reported.
        [.. Enumerable.Range(0, header.Length).Where(i => _columns[i].Numbers >= 0 && !taken.Contains(i) && !CountsRows(header[i], i))];

    /// <summary>The columns without a value in these rows; none if there are no rows.</summary>
    public List<int> Empty => _rows == 0 ? [] : [.. Enumerable.Range(0, _columns.Length).Where(i => !_columns[i].IsFilled)];

    /// <summary>
    /// The column that tells when a row was; −1 if there is none. It is the first column of date-times; otherwise the first whose numbers
    /// rise in every row and that has a usual name or holds seconds since 1970.
    /// </summary>
    public int Time(string[] header, IReadOnlySet<string> inputs)
    {
        var free = Enumerable.Range(0, header.Length).Where(i => !inputs.Contains(header[i])).ToList();
        var dated = free.FindIndex(i => _columns[i].Dates > 0);
        return dated >= 0 ? free[dated]
            : free.FirstOrDefault(i => AlwaysRises(i) && (IsTime(header[i]) || UnixTime.Is(_columns[i].Last)), -1);
    }

    /// <summary>Whether a column of that name tells when a row was.</summary>
    public static bool IsTime(string name) => IsOneOf(TimeNames, name);

    /// <summary>Whether a column of that name may hold the hour of a day.</summary>
    public static bool IsHour(string name) =>
        name.Contains("hour", StringComparison.OrdinalIgnoreCase) || IsOneOf(["hr", "h", "stunde"], name);

    /// <summary>
    /// A note for each column without another role whose filled cells are mostly numbers with units that the file does not have: it is no
    /// input.
    /// </summary>
    public IReadOnlyList<string> WithUnits(string[] header, IReadOnlySet<int> taken) =>
    [
        .. Enumerable.Range(0, header.Length).Where(i => !taken.Contains(i) && _columns[i].Units > 0 && _columns[i].Numbers < 0)
            .Select(i => $"column '{header[i]}' is no input: set units: {_columns[i].Unit} to read its numbers without the unit"),
    ];

    /// <summary>Whether a column of that name may number the rows.</summary>
    public static bool IsIndex(string name) => IsOneOf(IndexNames, name) || name == HeaderNames.RowNumber;

    static bool IsOneOf(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    bool AlwaysRises(int i) => _rows > 1 && _columns[i].Rises == _rows - 1;

    /// <summary>A row index would only tell the model how far it has come.</summary>
    bool CountsRows(string name, int i) => _rows > 1 && _columns[i].RisesByOne == _rows - 1 && IsOneOf(IndexNames, name);

    /// <summary>The counts of one column.</summary>
    struct ColumnVotes
    {
        /// <summary>Whether a cell is not empty.</summary>
        public bool IsFilled { get; private set; }

        /// <summary>Cells that look like numbers less filled cells that do not.</summary>
        public int Numbers { get; private set; }

        /// <summary>Cells that are date-times less filled cells that are not.</summary>
        public int Dates { get; private set; }

        /// <summary>Numbers with a unit less filled cells that are anything else.</summary>
        public int Units { get; private set; }

        /// <summary>The unit of the first of these, as a list of the config.</summary>
        public string? Unit { get; private set; }

        /// <summary>Numbers above the one before.</summary>
        public int Rises { get; private set; }

        /// <summary>Numbers that are the one before plus 1.</summary>
        public int RisesByOne { get; private set; }

        /// <summary>The last number.</summary>
        public double Last { get; private set; }

        public void Add(ReadOnlySpan<byte> cell, CellFormat format, bool isFirstRow)
        {
            if (cell.IsEmpty)
            {
                return;
            }

            IsFilled = true;
            var isNumber = NumberError.Resembles(cell, format);
            Numbers += isNumber ? 1 : -1;
            Dates += IsDate(cell, format) ? 1 : -1;
            if (!isNumber)
            {
                AddUnit(cell, format);
            }

            if (!NumberText.TryRead(cell, format, out var x))
            {
                return;
            }

            Rises += !isFirstRow && x > Last ? 1 : 0;
            RisesByOne += !isFirstRow && x - Last == 1 ? 1 : 0;
            Last = x;
        }

        void AddUnit(ReadOnlySpan<byte> cell, CellFormat format)
        {
            var hasUnit = NumberUnit.TryRead(cell, format, out _, out var unit);
            Units += hasUnit ? 1 : -1;
            Unit ??= hasUnit ? NumberUnit.Key(unit) : null;
        }

        /// <summary>Dates as text, or as the digits that the options name.</summary>
        static bool IsDate(ReadOnlySpan<byte> cell, CellFormat format) =>
            format.DateNumbers is DateFormat.Yyyymmdd or DateFormat.Yyyymm ? StepTime.TryRead(cell, format, out _)
            : DateText.TryParse(cell, format.Dates, out _);
    }
}
