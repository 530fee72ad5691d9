using System.Globalization;
using System.Text;
using RnnTrainer.Autodiff.Sequences;
using RnnTrainer.Common;

namespace RnnTrainer.Autodiff.Execution.Loops;

/// <summary>Where the tensors of a nest lie: their slots in the address table, and their strides.</summary>
interface ILayout
{
    /// <summary>The tensor's place in the table of addresses.</summary>
    int Slot(Tensor tensor);

    /// <summary>How many entries one step of the place-th subscript moves.</summary>
    int Stride(Tensor tensor, int place);

    /// <summary>The index whose size is given when the code runs, as the number of rows; null: all sizes are known.</summary>
    LoopIndex? Rows { get; }

    /// <summary>How far the index runs where that is less than its size; null: all of it.</summary>
    int? Part(LoopIndex index) => null;

    /// <summary>Whether inner loops may run on to the next whole vector: every row has room for it.</summary>
    bool IsPadded { get; }
}

/// <summary>One statement of a nest.</summary>
/// <param name="Starts">It is the first to write its target, which need not hold zeros: it assigns.</param>
/// <param name="Stores">Its target is needed outside the nest; if not, it lives in registers.</param>
/// <param name="Flushes">Tiny values become zero, so that gradients do not decay into slow denormal numbers.</param>
sealed record LoopStatement(Statement Statement, bool Starts = false, bool Stores = true, bool Flushes = false);

/// <summary>Statements over the same indexes, run in one set of loops; what the emitter needs to know of them.</summary>
sealed class LoopNest
{
    readonly ILayout _layout;

    /// <param name="steps">More than one only if none sums and each writes another tensor or the one before it.</param>
    public LoopNest(IReadOnlyList<LoopStatement> steps, int batch, ILayout layout)
    {
        _layout = layout;
        Steps = steps;
        Batch = batch;
        References = [.. steps.SelectMany(s => s.Statement.References.Prepend(s.Statement.Target)).SelectMany(WithEntries).Distinct()];
        Indexes = [.. steps.MaxBy(s => s.Statement.Indexes.Count)!.Statement.Indexes];
        Inner = ChooseInner();
        Outer = [.. Indexes.Where(l => l != Inner).OrderBy(l => l == layout.Rows ? 0 : 1)];
        Structure = Describe();
    }

    public IReadOnlyList<LoopStatement> Steps { get; }

    public int Batch { get; }

    public LoopIndex? Rows => _layout.Rows;

    public bool IsPadded => _layout.IsPadded;

    /// <summary>All different references, those inside gathers included.</summary>
    public IReadOnlyList<Reference> References { get; }

    public IReadOnlyList<LoopIndex> Indexes { get; }

    /// <summary>The index of the vectorised innermost loop; null: the nest runs one number at a time.</summary>
    public LoopIndex? Inner { get; }

    /// <summary>The other indexes, outermost first.</summary>
    public IReadOnlyList<LoopIndex> Outer { get; }

    /// <summary>Equal for nests that can share their code.</summary>
    public string Structure { get; }

    public int Slot(Tensor tensor) => _layout.Slot(tensor);

    public int Size(LoopIndex index) => _layout.Part(index) ?? (Steps
        .Select(s => (s.Statement.Sizes, Place: Enumerable.Range(0, s.Statement.Indexes.Count).FirstOrDefault(n => s.Statement.Indexes[n] == index, -1)))
        .First(s => s.Place >= 0) is var (sizes, place) ? sizes[place] : 0);

    /// <summary>How far one step of the index moves the reference, in entries; gathers not counted.</summary>
    public int Stride(Reference reference, LoopIndex index) => Enumerable.Range(0, reference.Subscripts.Length)
        .Sum(place => Step(reference.Subscripts[place], index) * _layout.Stride(reference.Tensor, place));

    public int Stride(Reference reference, int place) => _layout.Stride(reference.Tensor, place);

    /// <summary>Whether the statement sums along the inner index.</summary>
    public bool Sums(Statement statement) => Inner is not null && statement.Indexes.Contains(Inner) && Stride(statement.Target, Inner) == 0;

    /// <summary>How far one step of the index moves the subscript.</summary>
    int Step(Subscript subscript, LoopIndex index) => subscript switch
    {
        SingleIndex l => l.Index == index ? 1 : 0,
        GroupedIndex group => group.Indexes.Select((l, n) => l == index ? group.Indexes.Skip(n + 1).Aggregate(1, (size, fast) => size * Size(fast)) : 0).Sum(),
        _ => 0,
    };

    static IEnumerable<Reference> WithEntries(Reference reference) =>
        reference.Subscripts.OfType<Gather>().SelectMany(l => WithEntries(l.Entry)).Prepend(reference);

    /// <summary>
    /// An index along which every reference is contiguous or constant: one of the target if possible, then the largest. One of size 1 too: a lone example is summed as many are.
    /// </summary>
    LoopIndex? ChooseInner() => Indexes
        .Where(index => index != Rows && References.All(r => IsRegular(r, index)))
        .OrderByDescending(index => Stride(Steps[0].Statement.Target, index))
        .ThenByDescending(Size)
        .FirstOrDefault();

    bool IsRegular(Reference reference, LoopIndex index) =>
        Stride(reference, index) is 0 or 1 && !reference.Subscripts.OfType<Gather>().Any(l => l.Entry.Indexes().Contains(index));

    string Describe()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Batch} {IsPadded} for ").AppendJoin(',', Indexes.Select(l => $"{l}={(l == Rows ? 0 : Size(l))}"));
        foreach (var step in Steps)
        {
            var statement = step.Statement;
            text.Append(CultureInfo.InvariantCulture, $"; {statement.Accumulation} {statement.Target.Tensor.Precision} {step.Starts} {step.Stores} {step.Flushes}");
            Describe(statement.Target, text);
            Describe(statement.Value, text);
        }

        return text.ToString();
    }

    void Describe(Expression expression, StringBuilder text)
    {
        text.Append('(').Append(expression switch
        {
            Binary binary => binary.Operation.ToString(),
            Reference reference => Describe(reference.Tensor),
            Power power => $"^{power.Exponent}",
            Apply apply => apply.Function.Name,
            Negate => "-",
            _ => expression.ToString(),
        });
        foreach (var subscript in (expression as Reference)?.Subscripts ?? [])
        {
            Describe(subscript, text);
        }

        foreach (var operand in expression.Operands())
        {
            Describe(operand, text);
        }

        text.Append(')');
    }

    string Describe(Tensor tensor) =>
        $"{Slot(tensor)}:{tensor.IsInteger}[{string.Join(',', tensor.Shape)}]/{string.Join(',', Enumerable.Range(0, tensor.Shape.Count).Select(place => _layout.Stride(tensor, place)))}";

    void Describe(Subscript subscript, StringBuilder text)
    {
        if (subscript is Gather gather)
        {
            Describe(gather.Entry, text);
        }
        else
        {
            text.Append(' ').Append(subscript);
        }
    }
}
