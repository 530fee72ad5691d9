using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Profiling;

/// <summary>
/// Everything that is known of one column after one pass over the file: its distinct cells, what each can be read as and how often it
/// occurs, and for the first rows which of them stands where.
/// </summary>
/// <param name="name">Its name in the header.</param>
sealed class ColumnProfile(string name)
{
    const int MostWords = 64, MostExamples = 3, LongestExample = 60;

    readonly Dictionary<ulong, int> _codes = [];
    readonly List<CellReading> _readings = [];
    readonly List<int> _counts = [];
    readonly List<int> _rows = [];
    readonly Dictionary<int, string> _words = []; // of the first distinct cells that are no numbers
    readonly List<string> _examples = [];
    readonly long[] _rest = new long[Enum.GetValues<CellKind>().Length]; // kinds of the cells below the rows that are kept
    long _spaces, _letters;

    public string Name => name;

    /// <summary>The number of distinct cells among the rows that are kept, missing ones included.</summary>
    public int Codes => _readings.Count;

    /// <summary>For each row that is kept the number of its distinct cell.</summary>
    public ReadOnlySpan<int> Rows => CollectionsMarshal.AsSpan(_rows);

    /// <summary>What the distinct cells can be read as.</summary>
    public IReadOnlyList<CellReading> Readings => _readings;

    /// <summary>How often each distinct cell occurs.</summary>
    public IReadOnlyList<int> Counts => _counts;

    /// <summary>The first cell with groups of digits; null if there is none.</summary>
    public string? Grouped { get; private set; }

    /// <summary>The first different cells, at most three.</summary>
    public IReadOnlyList<string> Examples => _examples;

    /// <summary>The text of a distinct cell that is no number, if it is one of the first.</summary>
    public string? Word(int code) => _words.GetValueOrDefault(code);

    /// <summary>Spaces and bytes in all cells.</summary>
    public (long Spaces, long Letters) Sizes => (_spaces, _letters);

    /// <summary>The number of cells of a kind below the rows that are kept.</summary>
    public long Below(CellKind kind) => _rest[(int)kind];

    /// <summary>Adds the cell of the next row.</summary>
    /// <param name="isKept">Whether its row is among those that are kept.</param>
    public void Add(ReadOnlySpan<byte> cell, CellReader reader, bool isKept)
    {
        _spaces += cell.Count((byte)' ');
        _letters += cell.Length;
        if (!isKept)
        {
            _rest[(int)reader.Read(cell).Kind]++;
            return;
        }

        ref var code = ref CollectionsMarshal.GetValueRefOrAddDefault(_codes, Hash(cell), out var isKnown);
        if (!isKnown)
        {
            code = _readings.Count;
            _readings.Add(reader.Read(cell));
            _counts.Add(0);
            Remember(cell, code, reader);
        }

        _counts[code]++;
        _rows.Add(code);
    }

    /// <summary>Whether one of the distinct cells has this hash.</summary>
    public bool Has(ulong hash) => _codes.ContainsKey(hash);

    void Remember(ReadOnlySpan<byte> cell, int code, CellReader reader)
    {
        var kind = _readings[code].Kind;
        if (kind != CellKind.Missing && _examples.Count < MostExamples)
        {
            _examples.Add(Printable.Cell(Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, LongestExample)])));
        }

        if (kind == CellKind.Number && Grouped is null && reader.HasGroups(cell))
        {
            Grouped = Encoding.UTF8.GetString(cell);
        }

        if (kind != CellKind.Number && !cell.IsEmpty && _words.Count < MostWords)
        {
            _words.Add(code, Encoding.UTF8.GetString(cell));
        }
    }

    /// <summary>64 bits of a cell: two cells of a column have equal ones with a probability of 2^-64.</summary>
    public static ulong Hash(ReadOnlySpan<byte> cell)
    {
        const ulong First = 0x9E3779B97F4A7C15, Second = 0xC2B2AE3D27D4EB4F;
        var hash = ((ulong)cell.Length + 1) * First;
        for (; cell.Length >= 8; cell = cell[8..])
        {
            hash = BitOperations.RotateLeft((hash ^ BitConverter.ToUInt64(cell)) * First, 29) * Second;
        }

        ulong last = 0;
        foreach (var b in cell)
        {
            last = (last << 8) | b;
        }

        hash = (hash ^ last) * First;
        hash = (hash ^ (hash >> 32)) * Second;
        return hash ^ (hash >> 29);
    }
}
