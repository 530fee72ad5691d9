using System.Globalization;
using System.Text;

namespace RnnTrainer.Autodiff;

/// <summary>Where the tensors of a nest lie: their slots in the address table, and their strides.</summary>
interface ILayout
{
    /// <summary>The tensor's place in the table of addresses.</summary>
    int Slot(Tensor tensor);

    /// <summary>How many entries one step of the place-th subscript moves.</summary>
    int Stride(Tensor tensor, int place);

    /// <summary>The letter whose size is given when the code runs, as the number of rows; null: all sizes are known.</summary>
    Axis? Rows { get; }

    /// <summary>How far the letter runs where that is less than its size; null: all of it.</summary>
    int? Part(Axis letter) => null;

    /// <summary>Whether inner loops may run on to the next whole vector: every row has room for it.</summary>
    bool IsPadded { get; }
}

/// <summary>One statement of a nest.</summary>
/// <param name="Starts">It is the first to write its target, which need not hold zeros: it assigns.</param>
/// <param name="Stores">Its target is needed outside the nest; if not, it lives in registers.</param>
/// <param name="Flushes">Tiny values become zero, so that gradients do not decay into slow denormal numbers.</param>
sealed record LoopStep(Statement Statement, bool Starts = false, bool Stores = true, bool Flushes = false);

/// <summary>Statements over the same letters, run in one set of loops; what the emitter needs to know of them.</summary>
sealed class LoopNest
{
    readonly ILayout _layout;

    /// <param name="steps">More than one only if none sums and each writes another tensor or the one before it.</param>
    public LoopNest(IReadOnlyList<LoopStep> steps, int batch, ILayout layout)
    {
        _layout = layout;
        Steps = steps;
        Batch = batch;
        References = [.. steps.SelectMany(s => s.Statement.References.Prepend(s.Statement.Target)).SelectMany(WithEntries).Distinct()];
        Letters = [.. steps.MaxBy(s => s.Statement.Letters.Count)!.Statement.Letters];
        Inner = ChooseInner();
        Outer = [.. Letters.Where(l => l != Inner).OrderBy(l => l == layout.Rows ? 0 : 1)];
        Structure = Describe();
    }

    public IReadOnlyList<LoopStep> Steps { get; }

    public int Batch { get; }

    public Axis? Rows => _layout.Rows;

    public bool IsPadded => _layout.IsPadded;

    /// <summary>All different references, those inside look-ups included.</summary>
    public IReadOnlyList<Reference> References { get; }

    public IReadOnlyList<Axis> Letters { get; }

    /// <summary>The letter of the vectorised innermost loop; null: the nest runs one number at a time.</summary>
    public Axis? Inner { get; }

    /// <summary>The other letters, outermost first.</summary>
    public IReadOnlyList<Axis> Outer { get; }

    /// <summary>Equal for nests that can share their code.</summary>
    public string Structure { get; }

    public int Slot(Tensor tensor) => _layout.Slot(tensor);

    public int Size(Axis letter) => _layout.Part(letter) ?? (Steps
        .Select(s => (s.Statement.Sizes, Place: Enumerable.Range(0, s.Statement.Letters.Count).FirstOrDefault(n => s.Statement.Letters[n] == letter, -1)))
        .First(s => s.Place >= 0) is var (sizes, place) ? sizes[place] : 0);

    /// <summary>How far one step of the letter moves the reference, in entries; look-ups not counted.</summary>
    public int Stride(Reference reference, Axis letter) => Enumerable.Range(0, reference.Subscripts.Length)
        .Sum(place => Step(reference.Subscripts[place], letter) * _layout.Stride(reference.Tensor, place));

    public int Stride(Reference reference, int place) => _layout.Stride(reference.Tensor, place);

    /// <summary>Whether the statement sums along the inner letter.</summary>
    public bool Sums(Statement statement) => Inner is not null && statement.Letters.Contains(Inner) && Stride(statement.Target, Inner) == 0;

    /// <summary>How far one step of the letter moves the subscript.</summary>
    int Step(Subscript subscript, Axis letter) => subscript switch
    {
        Letter l => l.Axis == letter ? 1 : 0,
        Composite composite => composite.Letters.Select((l, n) => l == letter ? composite.Letters.Skip(n + 1).Aggregate(1, (size, fast) => size * Size(fast)) : 0).Sum(),
        _ => 0,
    };

    static IEnumerable<Reference> WithEntries(Reference reference) =>
        reference.Subscripts.OfType<LookUp>().SelectMany(l => WithEntries(l.Entry)).Prepend(reference);

    /// <summary>
    /// A letter along which every reference is contiguous or constant: one of the target if possible, then the largest. One of size 1 too: a lone example is summed as many are.
    /// </summary>
    Axis? ChooseInner() => Letters
        .Where(letter => letter != Rows && References.All(r => IsRegular(r, letter)))
        .OrderByDescending(letter => Stride(Steps[0].Statement.Target, letter))
        .ThenByDescending(Size)
        .FirstOrDefault();

    bool IsRegular(Reference reference, Axis letter) =>
        Stride(reference, letter) is 0 or 1 && !reference.Subscripts.OfType<LookUp>().Any(l => l.Entry.Letters().Contains(letter));

    string Describe()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Batch} {IsPadded} for ").AppendJoin(',', Letters.Select(l => $"{l}={(l == Rows ? 0 : Size(l))}"));
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
        if (subscript is LookUp lookUp)
        {
            Describe(lookUp.Entry, text);
        }
        else
        {
            text.Append(' ').Append(subscript);
        }
    }
}
