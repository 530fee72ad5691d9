using System.Globalization;
using System.Text;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Autodiff.Execution.Loops;

/// <summary>Where the tensors of a nest lie: their slots in the address table, and their strides.</summary>
interface ILayout
{
    /// <summary>The tensor's slot in the table of addresses.</summary>
    int Slot(Tensor tensor);

    /// <summary>How many entries the subscript of a dimension moves when it grows by one.</summary>
    int Stride(Tensor tensor, int dimension);

    /// <summary>The index whose size, the number of rows, is given when the code runs; null if all sizes are fixed.</summary>
    LoopIndex? Rows { get; }

    /// <summary>How far the index runs if that is less than its size, else null.</summary>
    int? Part(LoopIndex index) => null;

    /// <summary>Whether inner loops may run to the end of the last vector because every row has room for it.</summary>
    bool IsPadded { get; }
}

/// <summary>One statement of a nest.</summary>
/// <param name="Assigns">It is the first to write its target, which need not hold zeros.</param>
/// <param name="Stores">Its target is needed outside the nest; if not, it lives in registers.</param>
/// <param name="Flushes">Tiny values become zero, so that gradients do not decay into slow denormal numbers.</param>
sealed record LoopStatement(Statement Statement, bool Assigns = false, bool Stores = true, bool Flushes = false);

/// <summary>Statements over the same indexes that run in one set of loops, and what the emitter needs to know of them.</summary>
sealed class LoopNest
{
    readonly ILayout _layout;

    /// <param name="statements">
    /// More than one only if none sums and each writes a tensor that none before it writes, except the last one.
    /// </param>
    public LoopNest(IReadOnlyList<LoopStatement> statements, int batch, ILayout layout)
    {
        _layout = layout;
        Statements = statements;
        Batch = batch;
        References = [
            .. statements.SelectMany(s => s.Statement.References.Prepend(s.Statement.Target)).SelectMany(r => r.WithGathered()).Distinct()];
        Indexes = [.. statements.MaxBy(s => s.Statement.Indexes.Count)!.Statement.Indexes];
        Inner = ChooseInner();
        Outer = [.. Indexes.Where(i => i != Inner).OrderBy(i => i == layout.Rows ? 0 : 1)];
        Structure = Describe();
    }

    public IReadOnlyList<LoopStatement> Statements { get; }

    public int Batch { get; }

    public LoopIndex? Rows => _layout.Rows;

    public bool IsPadded => _layout.IsPadded;

    /// <summary>All different references, including those that gathers read.</summary>
    public IReadOnlyList<Reference> References { get; }

    public IReadOnlyList<LoopIndex> Indexes { get; }

    /// <summary>The index of the vectorised innermost loop; null if the nest runs one number at a time.</summary>
    public LoopIndex? Inner { get; }

    /// <summary>The other indexes, outermost first.</summary>
    public IReadOnlyList<LoopIndex> Outer { get; }

    /// <summary>Equal for nests that can share their code.</summary>
    public string Structure { get; }

    public int Slot(Tensor tensor) => _layout.Slot(tensor);

    public int Size(LoopIndex index) =>
        _layout.Part(index) ?? Statements.First(s => s.Statement.Indexes.Contains(index)).Statement.SizeOf(index);

    /// <summary>How many entries the reference moves when the index grows by one; gathers don't count.</summary>
    public int Stride(Reference reference, LoopIndex index) => Enumerable.Range(0, reference.Subscripts.Length)
        .Sum(dimension => Weight(reference.Subscripts[dimension], index) * _layout.Stride(reference.Tensor, dimension));

    public int Stride(Reference reference, int dimension) => _layout.Stride(reference.Tensor, dimension);

    /// <summary>Whether the statement sums along the inner index.</summary>
    public bool Sums(Statement statement) => Inner is not null && statement.Indexes.Contains(Inner) && Stride(statement.Target, Inner) == 0;

    /// <summary>How much a subscript grows when the index grows by one: in <c>(g u)</c> = g U + u it is U for g and 1 for u.</summary>
    int Weight(Subscript subscript, LoopIndex index)
    {
        switch (subscript)
        {
            case SingleIndex single:
                return single.Index == index ? 1 : 0;
            case GroupedIndex group:
                int[] sizes = [.. group.Indexes.Select(Size)];
                return Enumerable.Range(0, sizes.Length).Where(n => group.Indexes[n] == index).Sum(n => Shapes.Stride(sizes, n));
            default:
                return 0;
        }
    }

    /// <summary>
    /// An index along which every reference is contiguous or constant: one of the target if possible, then the largest. Its size may be 1,
    /// so that one example is summed in the same order as many.
    /// </summary>
    LoopIndex? ChooseInner() => Indexes
        .Where(index => index != Rows && References.All(r => IsRegular(r, index)))
        .OrderByDescending(index => Stride(Statements[0].Statement.Target, index))
        .ThenByDescending(Size)
        .FirstOrDefault();

    bool IsRegular(Reference reference, LoopIndex index) =>
        Stride(reference, index) is 0 or 1 && !reference.Subscripts.OfType<Gather>().Any(g => g.Entry.Indexes().Contains(index));

    string Describe()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Batch} {IsPadded} for ");
        text.AppendJoin(',', Indexes.Select(i => $"{i}={(i == Rows ? 0 : Size(i))}"));
        foreach (var (statement, assigns, stores, flushes) in Statements)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"; {statement.Accumulation} {statement.Target.Tensor.Precision} {assigns} {stores} {flushes}");
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

    string Describe(Tensor tensor)
    {
        var strides = Enumerable.Range(0, tensor.Shape.Count).Select(dimension => _layout.Stride(tensor, dimension));
        return $"{Slot(tensor)}:{tensor.IsInteger}[{string.Join(',', tensor.Shape)}]/{string.Join(',', strides)}";
    }

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
