using System.Globalization;
using System.Text;

namespace RnnTrainer.Autodiff;

/// <summary>What the emitter needs to know of a statement: its tensors, strides, and the letter that the vectors run along.</summary>
sealed class LoopNest
{
    readonly Statement _statement;

    public LoopNest(Statement statement, int batch)
    {
        _statement = statement;
        Batch = batch;
        References = [.. statement.References.Prepend(statement.Target).SelectMany(WithEntries)];
        Tensors = [.. References.Select(r => r.Tensor).Distinct()];
        Inner = ChooseInner();
        Outer = [.. statement.Letters.Where(l => l != Inner)];
        Structure = Describe();
    }

    public Statement Statement => _statement;

    public int Batch { get; }

    /// <summary>All references, the target first, those inside look-ups included.</summary>
    public IReadOnlyList<Reference> References { get; }

    public IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>The letter of the vectorised innermost loop; null: the statement runs one number at a time.</summary>
    public Axis? Inner { get; }

    /// <summary>The other letters, outermost first.</summary>
    public IReadOnlyList<Axis> Outer { get; }

    /// <summary>Equal for statements that can share their code.</summary>
    public string Structure { get; }

    public int Size(Axis letter) => _statement.Sizes[_statement.Letters.ToList().IndexOf(letter)];

    public int IndexOf(Tensor tensor) => Tensors.ToList().IndexOf(tensor);

    /// <summary>How far one step of the letter moves the reference, in entries; look-ups not counted.</summary>
    public static int Stride(Reference reference, Axis letter)
    {
        var (stride, total) = (1, 0);
        for (var place = reference.Subscripts.Length - 1; place >= 0; place--)
        {
            total += reference.Subscripts[place] is Letter l && l.Axis == letter ? stride : 0;
            stride *= reference.Tensor.Shape[place];
        }

        return total;
    }

    static IEnumerable<Reference> WithEntries(Reference reference) =>
        reference.Subscripts.OfType<LookUp>().SelectMany(l => WithEntries(l.Entry)).Prepend(reference);

    /// <summary>A letter along which every reference is contiguous or constant: one of the target if possible, then the largest.</summary>
    Axis? ChooseInner() => _statement.Letters
        .Where(letter => Size(letter) > 1 && References.All(r => IsRegular(r, letter)))
        .OrderByDescending(letter => Stride(_statement.Target, letter))
        .ThenByDescending(Size)
        .FirstOrDefault();

    static bool IsRegular(Reference reference, Axis letter) =>
        Stride(reference, letter) is 0 or 1 && !reference.Subscripts.OfType<LookUp>().Any(l => l.Entry.Letters().Contains(letter));

    string Describe()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{_statement.Accumulation} {Batch} {_statement.Target.Tensor.Precision}");
        text.AppendJoin(';', Tensors.Select(t => $" {t.IsInteger}[{string.Join(',', t.Shape)}]"));
        Describe(_statement.Target, text);
        Describe(_statement.Value, text);
        text.Append(" for ").AppendJoin(',', _statement.Letters.Zip(_statement.Sizes, (letter, size) => $"{letter}={size}"));
        return text.ToString();
    }

    void Describe(Expression expression, StringBuilder text)
    {
        text.Append('(').Append(expression switch
        {
            Binary binary => binary.Operation.ToString(),
            Reference reference => IndexOf(reference.Tensor),
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
