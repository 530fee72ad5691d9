using RnnTrainer.Autodiff.Checking;
using RnnTrainer.Cells.Language.Parsing;

namespace RnnTrainer.Cells.Language.Checking;

/// <summary>
/// What a cell must be beyond a program: it has one input and states, every index has a size, and no example depends on another.
/// </summary>
sealed class CellRules(ProgramSyntax program, IReadOnlyDictionary<string, Symbol> symbols, Diagnostics diagnostics)
{
    const int LargestSize = 65536;

    /// <summary>There is one input, there are states, and both have two indexes.</summary>
    public void RequireShapes()
    {
        if (program.IsCell)
        {
            RequireInputAndState();
            foreach (var declaration in program.Declarations)
            {
                RequireShape(declaration);
            }
        }
    }

    /// <summary>Every index has a size, and the index of the example is where it has to be.</summary>
    public void RequireIndexes(IndexSizes sizes)
    {
        if (program.IsCell)
        {
            foreach (var parameter in program.Declared(Role.Parameter))
            {
                RequireNoExample(parameter, sizes);
            }

            foreach (var statement in program.Statements)
            {
                RequireExample(statement, sizes);
            }

            foreach (var index in program.Backward.SelectMany(s => s.For ?? []).Where(i => !sizes.IsSized(i.Text)))
            {
                diagnostics.Add(index, $"index {index} occurs nowhere else, so it has no size");
            }

            RequireSizes(program.Statements, sizes);
            RequireDeclaredSizes();
        }
    }

    /// <summary>The forward part has all its sizes without the backward part, so that it can be used alone.</summary>
    /// <param name="sizes">The sizes that the forward part gives.</param>
    public void RequireForwardSizes(IndexSizes sizes)
    {
        if (program.IsCell)
        {
            RequireSizes(program.Forward, sizes);
        }
    }

    void RequireInputAndState()
    {
        var inputs = program.Declared(Role.Input).ToList();
        if (inputs.Count == 0)
        {
            diagnostics.Add(program.Name, "the cell has no input", "input x[b,k]");
        }

        foreach (var more in inputs.Skip(1))
        {
            diagnostics.Add(more.At, "a second input: a cell has only one");
        }

        if (!program.Declared(Role.State).Any())
        {
            diagnostics.Add(program.Name, "the cell has no state", "state h[b,j]");
        }
    }

    void RequireShape(Declaration declaration)
    {
        var (role, entry) = (declaration.Role, declaration.Entry);
        if (role == Role.Index)
        {
            diagnostics.Add(entry.At, "a cell cannot have an index tensor: nothing feeds it");
        }
        else if (role is Role.Input or Role.State && entry.Subscripts.Count != 2)
        {
            var hint = role == Role.Input ? "b is the example, k the input: x[b,k]" : "b is the example, j the unit: h[b,j]";
            diagnostics.Add(entry.At, $"expected two indexes, found {entry}", hint);
        }
    }

    void RequireNoExample(Entry parameter, IndexSizes sizes)
    {
        if (parameter.Indexes.FirstOrDefault(i => sizes.IsBatch(i.Text)) is { Text: not null } example)
        {
            diagnostics.Add(example, $"{example} is the example: a parameter is the same for all examples");
        }
    }

    /// <summary>What depends on an example has the example's index first; only gradients of what has no such index sum over it.</summary>
    void RequireExample(StatementSyntax statement, IndexSizes sizes)
    {
        var target = statement.Target;
        var isGradient = symbols[target.Name.Text].Kind == SymbolKind.Gradient;
        var groups = statement.AllEntries.SelectMany(e => e.Subscripts).OfType<GroupSyntax>();
        if (target.Subscripts.Skip(1).SelectMany(s => s.Indexes).FirstOrDefault(IsExample) is { Text: not null } late)
        {
            diagnostics.Add(late, $"{late}, the example, can only be the first index");
        }
        else if (groups.FirstOrDefault(g => g.Indexes.Any(IsExample)) is { } mixed)
        {
            diagnostics.Add(mixed.At, $"{mixed} groups the example with another index", "the example has a dimension of its own");
        }
        else if (statement.Entries.SelectMany(e => e.Indexes).Any(IsExample) && !isGradient && !target.Indexes.Any(IsExample))
        {
            diagnostics.Add(
                target.At, $"{target} sums over {sizes.Batch}: the step of a cell sees each example by itself",
                $"its first index has to be {sizes.Batch}");
        }

        bool IsExample(Word index) => sizes.IsBatch(index.Text);
    }

    void RequireSizes(IEnumerable<StatementSyntax> statements, IndexSizes sizes)
    {
        foreach (var index in IndexesOf(statements).Where(i => !sizes.IsSized(i.Text)).DistinctBy(i => sizes.ClassOf(i.Text)))
        {
            if (LoneFactor(sizes.ClassOf(index.Text), sizes) is var (statement, finding))
            {
                diagnostics.Add(
                    SumCheck.Place(statement, finding.Term),
                    $"{finding.Message}, and nothing gives it a size",
                    finding.Instead is [var meant, ..] ? $"did you mean `{meant}`?"
                    : $"give the index {index} to another factor or to the target");
            }
            else
            {
                diagnostics.Add(index, $"index {index} has no size", $"neither the input nor a state has it; declare it: size {index} = 8");
            }
        }
    }

    /// <summary>The statement that sums an index of this class in one factor alone: then the size is not what is missing.</summary>
    (StatementSyntax Statement, SumFinding Finding)? LoneFactor(string ofClass, IndexSizes sizes) => SumCheck.Findings(program, symbols)
        .Where(f => !f.Finding.IsCertain && f.Finding.Indexes is [var index] && sizes.ClassOf(index.Name) == ofClass)
        .Select(f => ((StatementSyntax, SumFinding)?)f).FirstOrDefault();

    void RequireDeclaredSizes()
    {
        foreach (var (name, value, _) in program.Sizes)
        {
            if (value != Math.Floor(value) || value is < 1 or > LargestSize)
            {
                diagnostics.Add(
                    name, FormattableString.Invariant($"size {name} is {value}: expected a whole number from 1 to {LargestSize}"));
            }

            if (!IndexesOf(program.Forward).Any(i => i.Text == name.Text))
            {
                diagnostics.Add(name, $"index {name} is never used");
            }
        }
    }

    IEnumerable<Word> IndexesOf(IEnumerable<StatementSyntax> statements) =>
        program.Declarations.Select(d => d.Entry).Concat(statements.SelectMany(s => s.AllEntries)).SelectMany(e => e.Indexes);
}
