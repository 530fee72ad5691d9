using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Cells.Language.Parsing;

/// <summary>A cell or a program as it is written: words and their places; no name is resolved.</summary>
/// <param name="IsCell">Whether its first word is <c>cell</c>; else it is <c>program</c>.</param>
/// <param name="BackwardAt">The line <c>backward</c>; null if there is none.</param>
sealed record ProgramSyntax(
    bool IsCell,
    Word Name,
    IReadOnlyList<Declaration> Declarations,
    IReadOnlyList<Setting> Constants,
    IReadOnlyList<Setting> Sizes,
    IReadOnlyList<StatementSyntax> Forward,
    IReadOnlyList<StatementSyntax> Backward,
    Word? BackwardAt)
{
    public IEnumerable<StatementSyntax> Statements => Forward.Concat(Backward);

    /// <summary>The tensors that are declared in a role, in the order of the text.</summary>
    public IEnumerable<Entry> Declared(Role role) => Declarations.Where(d => d.Role == role).Select(d => d.Entry);
}

enum Role
{
    Input,
    Index,
    State,
    Parameter,
}

/// <summary>One tensor of a declaration: <c>WhR[j,i] = orthogonal</c> after <c>param</c>.</summary>
/// <param name="Initializer">What follows the equals sign; null if there is none.</param>
sealed record Declaration(Role Role, Entry Entry, InitializerSyntax? Initializer);

/// <summary>How a parameter is initialized: a number, a constant, or a word with or without an argument in parentheses.</summary>
/// <param name="IsNegative">Whether a minus sign comes before it.</param>
sealed record InitializerSyntax(Token Token, bool IsNegative, Token? Argument);

/// <summary><c>const forget_bias = 1</c>, <c>size r = 8</c>, <c>size r = rank</c>.</summary>
/// <param name="Constant">The constant that has the value; null if the number is written there.</param>
sealed record Setting(Word Name, double Value, Word? Constant = null);

/// <summary>
/// One line of a program. Its right side is an expression of the engine whose leaves are numbers and <see cref="Named"/>.
/// </summary>
/// <param name="For">The indexes between <c>for</c> and the colon; null if there is no <c>for</c>.</param>
sealed record StatementSyntax(IReadOnlyList<Word>? For, Entry Target, Accumulation Accumulation, Expression Value)
{
    /// <summary>What the right side names, from left to right.</summary>
    public IReadOnlyList<Entry> Entries { get; } = [.. Value.Parts().OfType<Named>().Select(n => n.Entry)];

    /// <summary>The target, then what the right side names.</summary>
    public IEnumerable<Entry> AllEntries => Entries.Prepend(Target);

    /// <summary>The indexes of the statement's subscripts, each as often as it occurs.</summary>
    public IEnumerable<Word> Indexes => AllEntries.SelectMany(e => e.Indexes);

    /// <summary>
    /// Whether <c>for</c> names an index that does not occur: then the statement adds the same value once for each value of the index.
    /// </summary>
    public bool RepeatsItself => For is not null && For.Any(f => !Indexes.Any(i => i.Text == f.Text));
}

/// <summary>The leaf of a parsed expression that has a name: a tensor's entry, a constant, or B.</summary>
sealed record Named(Entry Entry) : Expression;

/// <summary>A tensor's entry <c>WhR[j,i]</c>, or a name alone.</summary>
/// <param name="At">The place from the name to the closing bracket.</param>
/// <param name="Subscripts">What is between the brackets; empty if there are none.</param>
sealed record Entry(Word Name, Word At, IReadOnlyList<SubscriptSyntax> Subscripts)
{
    /// <summary>The loop indexes, those inside groups and gathers included.</summary>
    public IEnumerable<Word> Indexes => Subscripts.SelectMany(s => s.Indexes);

    public override string ToString() => Subscripts.Count == 0 ? Name.Text : $"{Name}[{string.Join(",", Subscripts)}]";

    /// <summary>The entry in a built statement.</summary>
    /// <param name="tensorOf">The tensor of a name.</param>
    public Reference ToReference(Func<string, Tensor> tensorOf) =>
        new(tensorOf(Name.Text), [.. Subscripts.Select(s => s.ToSubscript(tensorOf))]);
}

/// <summary>What counts one dimension of a tensor, between the brackets.</summary>
abstract record SubscriptSyntax(Word At)
{
    /// <summary>The loop indexes in it.</summary>
    public abstract IReadOnlyList<Word> Indexes { get; }

    public abstract Subscript ToSubscript(Func<string, Tensor> tensorOf);
}

/// <summary>An index by itself: <c>b</c> in <c>h[b,j]</c>.</summary>
sealed record SingleSyntax(Word Index) : SubscriptSyntax(Index)
{
    public override IReadOnlyList<Word> Indexes => [Index];

    public override Subscript ToSubscript(Func<string, Tensor> tensorOf) => new SingleIndex(new LoopIndex(Index.Text));

    public override string ToString() => Index.Text;
}

/// <summary>Indexes that count a dimension together: <c>(g u)</c> in <c>h[b,(g u)]</c>.</summary>
sealed record GroupSyntax(Word At, IReadOnlyList<Word> Group) : SubscriptSyntax(At)
{
    public override IReadOnlyList<Word> Indexes => Group;

    public override Subscript ToSubscript(Func<string, Tensor> tensorOf) => new GroupedIndex([.. Group.Select(i => new LoopIndex(i.Text))]);

    public override string ToString() => $"({string.Join(' ', Group)})";
}

/// <summary>An entry of an integer tensor: <c>y[b]</c> in <c>p[b,y[b]]</c>.</summary>
sealed record GatherSyntax(Entry Entry) : SubscriptSyntax(Entry.At)
{
    public override IReadOnlyList<Word> Indexes => [.. Entry.Indexes];

    public override Subscript ToSubscript(Func<string, Tensor> tensorOf) => new Gather(Entry.ToReference(tensorOf));

    public override string ToString() => Entry.ToString();
}

/// <summary>From a parsed expression to one that can be built.</summary>
static class NameBinding
{
    /// <summary>The expression with every <see cref="Named"/> leaf replaced.</summary>
    /// <param name="parsed">As the parser left it.</param>
    /// <param name="meaning">What a name stands for: a reference, a number, B.</param>
    public static Expression Bind(this Expression parsed, Func<Entry, Expression> meaning) => parsed switch
    {
        Named named => meaning(named.Entry),
        Binary binary => new Binary(binary.Operation, binary.Left.Bind(meaning), binary.Right.Bind(meaning)),
        Negate negate => new Negate(negate.Operand.Bind(meaning)),
        Power power => new Power(power.Base.Bind(meaning), power.Exponent),
        Apply apply => new Apply(apply.Function, apply.Argument.Bind(meaning)),
        _ => parsed,
    };
}
