using System.Globalization;
using RnnTrainer.Cells.Language.Parsing;

namespace RnnTrainer.Cells.Language.Checking;

/// <summary>
/// The sizes of a program's indexes. Indexes of one size are one class: sets that are joined (union-find), each with its size where that is
/// known.
/// </summary>
sealed class IndexSizes
{
    readonly Dictionary<string, string> _parent = [];
    readonly Dictionary<string, Size> _sizes = [];
    readonly Dictionary<string, double> _declared = [];

    /// <summary>The index of the batch; null if nothing has one.</summary>
    public string? Batch { get; set; }

    /// <summary>The smallest sizes of which the hidden size has to be a multiple.</summary>
    public IEnumerable<Size> Divisors => _sizes.Values.Where(s => s.IsPart).Select(s => s.Divisor).Distinct();

    /// <summary>One index that represents all of its class.</summary>
    public string ClassOf(string index)
    {
        while (_parent.TryGetValue(index, out var parent))
        {
            index = parent;
        }

        return index;
    }

    /// <summary>Whether the size is given by the batch, the config or a declaration.</summary>
    public bool IsSized(string index) => _sizes.ContainsKey(ClassOf(index)) || DeclaredOf(index) is not null;

    public bool IsBatch(string index) => Equals(_sizes.GetValueOrDefault(ClassOf(index)), Size.Batch);

    public bool IsHidden(string index) => Equals(_sizes.GetValueOrDefault(ClassOf(index)), Size.Hidden);

    /// <summary>The size by B, J, K and the indexes that have sizes of their own.</summary>
    public Size SizeOf(string index) => _sizes.GetValueOrDefault(ClassOf(index)) ?? Size.Of(ClassOf(index));

    /// <summary>The product of the sizes of several indexes.</summary>
    public Size SizeOf(IEnumerable<Word> indexes) => indexes.Aggregate(Size.One, (product, i) => product * SizeOf(i.Text));

    /// <summary>The number that the text declares for the class of an index.</summary>
    public int Declared(string index) => (int)_declared[ClassOf(index)];

    /// <summary>The size as errors show it: declared sizes by their numbers.</summary>
    public string Describe(string index) => DeclaredOf(index)?.ToString("R", CultureInfo.InvariantCulture) ?? SizeOf(index).ToString();

    public void Declare(string index, double value) => _declared.TryAdd(ClassOf(index), value);

    /// <summary>Gives the class of an index a size, unless it has one by B, J, K and other indexes.</summary>
    public void Give(string index, Size size) => _sizes.TryAdd(ClassOf(index), size);

    /// <summary>Gives the class of an index a size. False if it has another one.</summary>
    public bool TryGive(string index, Size size)
    {
        if (!IsSized(index))
        {
            Give(index, size);
        }

        return DeclaredOf(index) is null && SizeOf(index).Equals(size);
    }

    /// <summary>Makes the classes of two indexes one. False if they have different sizes.</summary>
    public bool TryJoin(string index, string other)
    {
        var (a, b) = (ClassOf(index), ClassOf(other));
        if (IsSized(a) && IsSized(b) && !AreEqual(a, b))
        {
            return false;
        }

        if (a != b)
        {
            var (root, child) = IsSized(a) ? (a, b) : (b, a);
            _parent[child] = root;
        }

        return true;
    }

    bool AreEqual(string a, string b) =>
        DeclaredOf(a) is null && DeclaredOf(b) is null ? SizeOf(a).Equals(SizeOf(b)) : DeclaredOf(a) == DeclaredOf(b);

    double? DeclaredOf(string index) => _declared.TryGetValue(ClassOf(index), out var value) ? value : null;
}
